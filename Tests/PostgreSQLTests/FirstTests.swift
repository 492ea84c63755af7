import PostgreSQL
import TestSupport
import Testing

@Test func `first`() async throws {
    try await withDatabase { configuration in
        let pool = Pool(configuration)
        let r = try await pool.query("SELECT \(5) + 1, \("hé") AS name, \([1, 2, nil as Int?])")
        let v = try r.rows[0].decode(Int.self, String.self, [Int?].self)
        #expect(v == (6, "hé", [1, 2, nil]))
        try await pool.transaction { t in
            _ = try await t.query("CREATE TABLE x (a int8)")
            _ = try await t.query("INSERT INTO x VALUES \(rows: [[1], [2]])")
        }
        #expect(try await pool.query("SELECT * FROM x").rows.count == 2)
        await pool.close()
    }
}
