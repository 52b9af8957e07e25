// Package wallet finds cryptocurrency addresses in text and proves them by their
// checksums. What fails its checksum is no address: of the strings in real mail
// that look like one, half are not.
//
// Sources: base58check of Bitcoin (en.bitcoin.it/wiki/Base58Check_encoding; version
// bytes from each coin's chainparams), BIP 173 (bech32), BIP 350 (bech32m), the
// Bitcoin Cash address format (CashAddr), EIP-55 (mixed-case checksum), the Monero
// address format (CryptoNote standard 7, monero src/common/base58.cpp), the XRP
// Ledger address encoding, and the transparent addresses of the Zcash protocol
// specification, section 5.6.1.
//
// The package imports no other package of dwell but lookalike.
package wallet
