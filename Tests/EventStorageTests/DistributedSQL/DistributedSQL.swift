import Foundation

/// What a PostgreSQL that is distributed by `tenant` does not run, looked for in statements.
///
/// A transaction over two tenants is on the list of the design too, and cannot be seen in a text.
enum DistributedSQL {
    /// Tables without a row for each tenant's data: they stay on one server.
    static let localTables = [
        "log.tenant", "log.migration", "projection.version", "read.lease", "vault.master",
    ]

    /// The rules that a statement, or a migration, breaks.
    static func faults(in sql: String) -> [String] {
        let text = sql.replacing(#/--[^\n]*/#, with: "").replacing(#/\s+/#, with: " ")
        return patterns(in: text) + looseLocks(in: text) + volatileUpdates(in: text)
            + keysWithoutTenant(in: text)
    }

    private static func patterns(in text: String) -> [String] {
        let patterns: [(String, Regex<Substring>)] = [
            ("a trigger", #/\bCREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER\b/#),
            ("a sub-select inside VALUES", #/\bVALUES ?\([^;]*\( ?SELECT\b/#),
            ("INSERT in a CTE", #/\bAS (?:(?:NOT )?MATERIALIZED )?\( ?INSERT\b/#),
            ("MERGE", #/\bMERGE INTO\b/#),
            ("a change of the tenant", #/\bSET (?:(?:(?!\bWHERE\b)[^;])*[ ,])?tenant =/#),
            ("ON DELETE SET NULL", #/\bON DELETE SET NULL\b/#),
            ("a policy with a sub-select", #/\bCREATE POLICY\b[^;]*\bSELECT\b/#),
            ("serializable isolation", #/\bSERIALIZABLE\b/#),
            ("a deferred constraint", #/\b(?:INITIALLY DEFERRED|DEFERRABLE|SET CONSTRAINTS)\b/#),
        ]
        return patterns.filter { text.contains($0.1) }.map(\.0)
    }

    private static func looseLocks(in text: String) -> [String] {
        text.split(separator: ";").contains { statement in
            statement.contains(#/\bFOR (?:NO KEY )?UPDATE\b/#)
                && !statement.contains(#/\btenant = /#)
        } ? ["FOR UPDATE without equality on tenant"] : []
    }

    private static func volatileUpdates(in text: String) -> [String] {
        text.split(separator: ";").contains { statement in
            statement.contains(#/\bUPDATE\b[^;]*\bSET\b/#)
                && statement.contains(
                    #/\b(?:clock_timestamp|random|gen_random_uuid|timeofday|nextval) ?\(/#)
        } ? ["a volatile function in an UPDATE"] : []
    }

    /// Primary keys, unique constraints and unique indexes of tables that are distributed.
    private static func keysWithoutTenant(in text: String) -> [String] {
        let tables = text.matches(of: #/CREATE TABLE (?:IF NOT EXISTS )?([a-z_.]+) ?\(([^;]*)/#)
        let indexes = text.matches(of: #/CREATE UNIQUE INDEX [^;]*? ON ([a-z_.]+) ?\(([^)]*)\)/#)
        let loose = tables.filter { table in
            guard !localTables.contains(String(table.1)) else { return false }
            let body = table.2
            let keys = body.matches(of: #/(?:PRIMARY KEY|UNIQUE) ?(?:\(([^)]*)\))?/#)
            return keys.contains { key in
                guard let columns = key.1 else { return !isOnTenant(key.range, body) }
                return !isKeyed(columns)
            }
        }.map(\.1)
        let looseIndexes = indexes.filter { index in
            !localTables.contains(String(index.1)) && !isKeyed(index.2)
        }.map(\.1)
        return (loose + looseIndexes).map { "a unique key of \($0) without tenant" }
    }

    private static func isKeyed(_ columns: Substring) -> Bool {
        columns.split(separator: ",").contains {
            $0.trimmingCharacters(in: .whitespaces) == "tenant"
        }
    }

    /// Whether a key that is written at its column is at `tenant`.
    private static func isOnTenant(_ key: Range<Substring.Index>, _ body: Substring) -> Bool {
        let column = body[..<key.lowerBound].split(separator: ",").last ?? ""
        return column.trimmingCharacters(in: .whitespaces).hasPrefix("tenant ")
    }
}

/// The statements that a source file spells out.
enum StatementLiterals {
    /// A statement that is spliced into another of the same file is read with it.
    static func statements(in source: String) -> [String] {
        let source = source.replacing(#/(?m)^\s*\/\/.*$/#, with: "")
        var parts: [String: String] = [:]
        for match in source.matches(of: #/let (\w+): SQL =\s*"""(?s)(.*?)"""/#) {
            parts[String(match.1)] = String(match.2)
        }
        let long = source.matches(of: #/"""(?s)(.*?)"""/#).map { String($0.1) }
        let short = source.replacing(#/"""(?s)(.*?)"""/#, with: "")
            .matches(of: #/"((?:[^"\\\n]|\\.)*)"/#).map { String($0.1) }
        return (long + short).map { literal in
            parts.reduce(literal) { $0.replacing("\\(\($1.key))", with: $1.value) }
        }.filter {
            $0.contains(#/\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|BEGIN|SET)\b/#)
        }
    }
}
