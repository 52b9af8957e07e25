package postgres

import "strings"

// Class is a set of pgaudit's classes of statements.
type Class uint8

// The classes of pgaudit.log, whose word misc means Misc and MiscSet.
const (
	Read     Class = 1 << iota // SELECT, COPY out of a table, cursors
	Write                      // INSERT, UPDATE, DELETE, TRUNCATE, COPY into a table
	Function                   // calls of functions outside the catalogue, DO blocks
	Role                       // GRANT, REVOKE, roles
	DDL                        // what else changes the schema
	Misc                       // everything else: transactions, FETCH, VACUUM, ...
	MiscSet                    // SET and RESET, which the log calls MISC too

	All = Read | Write | Function | Role | DDL | Misc | MiscSet
)

// String returns the name of one class as the log writes it.
func (c Class) String() string {
	switch c {
	case Read:
		return "READ"
	case Write:
		return "WRITE"
	case Function:
		return "FUNCTION"
	case Role:
		return "ROLE"
	case DDL:
		return "DDL"
	}
	return "MISC"
}

// Commands whose lines follow rules of their own.
const (
	cmdSelect  = "SELECT"
	cmdCopy    = "COPY"
	cmdDeclare = "DECLARE CURSOR"
	cmdExecute = "EXECUTE"
	cmdDo      = "DO"
	cmdNone    = "???" // pgaudit's name for a relation that a view only passes through
)

// classOf returns the class of a command tag. COPY is taken to read.
func classOf(command string) Class {
	switch command {
	case cmdSelect, cmdCopy, cmdDeclare, "PREPARE":
		return Read
	case "INSERT", "UPDATE", "DELETE", "TRUNCATE TABLE":
		return Write
	case cmdDo:
		return Function
	case "SET", "RESET":
		return MiscSet
	case "GRANT", "REVOKE", "GRANT ROLE", "REVOKE ROLE", "CREATE ROLE", "ALTER ROLE", "DROP ROLE",
		"ALTER DEFAULT PRIVILEGES", "CREATE USER MAPPING", "ALTER USER MAPPING":
		return Role
	case "COMMENT", "CLUSTER", "SELECT INTO", "REFRESH MATERIALIZED VIEW", "SECURITY LABEL", "REASSIGN OWNED", "IMPORT FOREIGN SCHEMA":
		return DDL
	}
	for _, verb := range [...]string{"CREATE ", "ALTER ", "DROP "} {
		if strings.HasPrefix(command, verb) {
			return DDL
		}
	}
	return Misc
}

// Logged is a level of log_statement.
type Logged uint8

// The levels of log_statement. Each includes those before it.
const (
	LogNone Logged = iota
	LogDDL
	LogMod
	LogAll
)

// levelOf returns from which level on log_statement logs statements of a class.
func levelOf(c Class) Logged {
	switch c {
	case DDL, Role:
		return LogDDL
	case Write:
		return LogMod
	}
	return LogAll
}
