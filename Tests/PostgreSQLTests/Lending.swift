import PostgreSQL
import TestSupport

/// Lends `body` a pool on a database of its own.
func withPool(
    _ limits: PoolLimits = PoolLimits(), _ body: (Pool) async throws -> Void
) async throws {
    try await withDatabase { configuration in
        let pool = Pool(configuration, limits: limits)
        do {
            try await body(pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
    }
}

/// Lends `body` a connection to a database of its own.
func withConnection(_ body: (Connection) async throws -> Void) async throws {
    try await withDatabase { configuration in
        let connection = try await Connection.open(configuration)
        do {
            try await body(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
