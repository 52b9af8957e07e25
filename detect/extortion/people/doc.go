// Package people says what tables of records tell about people, and which of the people
// are in the company's own member tables.
//
// What a column holds, its name says, or else its values (columns.go): mail addresses,
// telephones and resident numbers show by themselves; names, birth dates, password
// hashes and postal addresses by the share of values that look like it. Of a person
// only a hash is kept. No value, no name and no name of a column leaves the package.
//
// What matches by chance does not count (chance.go): of invented telephones a table of
// many millions has a good share, invented names with invented birth dates meet true
// ones, small member numbers are taken in every shop, and names to log on with are the
// same everywhere. Such values count where two of them stand in one row of the member
// table, or where far more of them match than chance explains.
//
// From when the copy is that the records come from (Shown.Since, Shown.Until): the
// latest day on which one of its members joined, and the earliest change of a row that
// still shows the older value.
//
// Memory: see Shown. The package imports tables and entity/members only.
package people
