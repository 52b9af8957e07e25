package archive

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/klauspost/compress/zstd"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/sample"
)

// The two inert members of the tests of 7z, packed to zip by 7-Zip.
const (
	zipLzma = "UEsDBD8AAgAOAAAAIQAevlw4PgEAALICAAAJAAAAcGhvdG8uc2NyGgIFAF0AEAAAACaWfBuMqz4De71d70Qb4LiC7RBxvTI3d81ufPTt8clqS/v/X/Jydo9pVFuD9jhkirE/sMn7" +
		"plnfflAJPy+K/ejbqRmkuo17Eh5QMFissV8CQfqoJhyPa10tBPJgIzKjVg4yNosLG41tk7+vWrfrmtDi7KCBNGKrJLv4r0vd9PO07P4wxTmuYCKtI8GBLxndC5dYhXYAM3ivFrQD" +
		"ZKW1H8uFV4nZvpznrhz9zwhyhOTUP+aIGdKZKgavYwoL/eHpSDabUUXmNdkv7+zCMeecZQfy5UMYq6eOmkl2qErQvpq4it/Cv9Jy1xkjz/dVHQmm+29VcddipC5eBCUsjQYgkPjY" +
		"IkPISRUoX2Sxx0/+QeEyBbsbrQHQG0XryXRFNHycoknLhndI/toxBlRj4q0gkf/r6OhAUEsDBD8AAgAOAAAAIQC6cXXnLwAAAMgAAAAKAAAAcmVhZG1lLnR4dBoCBQBdABAAAAA0" +
		"m4jUg2UgCSzybvTVn8LcTuk8qS8Pul2+6nrIGIUD0x/8tOAAUEsBAj8DPwACAA4AAAAhAB6+XDg+AQAAsgIAAAkAAAAAAAAAAAAggKSBAAAAAHBob3RvLnNjclBLAQI/Az8AAgAO" +
		"AAAAIQC6cXXnLwAAAMgAAAAKAAAAAAAAAAAAIICkgWUBAAByZWFkbWUudHh0UEsFBgAAAAACAAIAbwAAALwBAAAAAA=="
	zipBzip2 = "UEsDBC4AAAAMAAAAIQAevlw4VgEAALICAAAJAAAAcGhvdG8uc2NyQlpoOTFBWSZTWV5mPjQAAGf///y1iFJZpIEA0ktkESSSSSAFJNZJAAmkkkgQSSSSYAJfsAE2BY7QAAAAAAAA" +
		"wAAAAA0IqfmlUABgAAAAAAAAABoNBmpIUDQAAANA0BoaGjRpo0ABoDlAsSVIoMR570LeVjh0+WTJqZfDVDAMIDMAgiIgBoCUhBKIBDwRJsSBCbLnht08itZ19LW0qej8073Zwklz" +
		"VZU7Xlcum8kya2/UsW/SiyBeRo6l9NpwppSkp1QCBACmOMrjqkwq/DDSOJJwleJpzlITTBAknEAkMEhgkMY4ThKEoacOGRKcTBsEkUoFOnIU0CUDQKBQQKBTuAcik4iHJKBUNzUT" +
		"AFFERO3SEHRU6+/28bHP9Wu74t9m522cWG/XTqZ38WH8UmjQi9PCfrINVNECmFQ1UKoRQFWgEFA89BGAH4WQAJRdyRThQkF5mPjQUEsDBC4AAAAMAAAAIQC6cXXnSQAAAMgAAAAK" +
		"AAAAcmVhZG1lLnR4dEJaaDkxQVkmU1l30ZZWAAAsUYAAEEAEAuWcQCAAUIAAAVVNPRqaZogXFxQUJGhAsLD4ZGR+EiRA0KHBgcGB0XckU4UJB30ZZWBQSwECPwMuAAAADAAAACEA" +
		"Hr5cOFYBAACyAgAACQAAAAAAAAAAACCApIEAAAAAcGhvdG8uc2NyUEsBAj8DLgAAAAwAAAAhALpxdedJAAAAyAAAAAoAAAAAAAAAAAAggKSBfQEAAHJlYWRtZS50eHRQSwUGAAAA" +
		"AAIAAgBvAAAA7gEAAAAA"
	zipXz = "UEsDBBQAAABfAAAAIQAevlw4bAEAALICAAAJAAAAcGhvdG8uc2Ny/Td6WFoAAAFpIt42AgAhAQAAAAA3J5fW4AKxAS9dACaWfBuMqz4De71d70Qb4LiC7RBxvTI3d81ufPTt8clq" +
		"S/v/X/Jydo9pVFuD9jhkirE/sMn7plnfflAJPy+K/ejbqRmkuo17Eh5QMFissV8CQfqoJhyPa10tBPJgIzKjVg4yNosLG41tk7+vWrfrmtDi7KCBNGKrJLv4r0vd9PO07P4wxTmu" +
		"YCKtI8GBLxndC5dYhXYAM3ivFrQDZKW1H8uFV4nZvpznrhz9zwhyhOTUP+aIGdKZKgavYwoL/eHpSDabUUXmNdkv7+zCMeecZQfy5UMYq6eOmkl2qErQvpq4it/Cv9Jy1xkjz/dV" +
		"HQmm+29VcddipC5eBCUsjQYgkPjYIkPISRUoX2Sxx0/+QeEyBbsbrQHQG0XryXRFNHycoknLhndI/toxBlRj0KnQAAAAHr5cOAABxwKyBQAAS+3IBD4wDYsCAAAAAAFZWlBLAwQU" +
		"AAAAXwAAACEAunF151wAAADIAAAACgAAAHJlYWRtZS50eHT9N3pYWgAAAWki3jYCACEBAAAAADcnl9bgAMcAIF0ANJuI1INlIAks8m701Z/C3E7pPKkvD7pdvup6yBIaAAAAunF1" +
		"5wABOMgBAAAAYpWlSj4wDYsCAAAAAAFZWlBLAQI/AxQAAABfAAAAIQAevlw4bAEAALICAAAJAAAAAAAAAAAAIICkgQAAAABwaG90by5zY3JQSwECPwMUAAAAXwAAACEAunF151wA" +
		"AADIAAAACgAAAAAAAAAAACCApIGTAQAAcmVhZG1lLnR4dFBLBQYAAAAAAgACAG8AAAAXAgAAAAA="
)

func TestTheRarerWaysOfZip(t *testing.T) {
	for what, data := range map[string]string{"LZMA": zipLzma, "bzip2": zipBzip2, "xz": zipXz} {
		carries(t, what, list(filetype.Zip, sample.Base64(t, data)))
	}
}

func TestZstandardInZip(t *testing.T) {
	const method = 93
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(method, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) })
	f, err := w.CreateHeader(&zip.FileHeader{Name: "a.exe", Method: method})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(carriedBySeven()); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	l := list(filetype.Zip, b.Bytes())
	if len(l.Members) != 1 || !bytes.Equal(l.Members[0].Content, carriedBySeven()) {
		t.Errorf("%+v", l)
	}
}
