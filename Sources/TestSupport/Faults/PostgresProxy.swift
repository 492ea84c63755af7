import Foundation
import PostgreSQL

/// A TCP proxy before a PostgreSQL server, by which a test makes connections fail on purpose.
///
/// It reads along with the protocol, so it knows a commit from anything else. `trap` holds the next
/// commit, or its answer, until the test says how it goes on; `cut` ends every connection; `hang`
/// accepts all and passes on nothing. Each process that a test plays has a proxy of its own.
///
/// `@unchecked Sendable`: what varies is touched under `condition` alone.
package final class PostgresProxy: @unchecked Sendable {
    /// How the database is reached through the proxy.
    package let configuration: Configuration
    /// On the loop-back address.
    package let port: Int

    private let listener: Socket
    private let condition = NSCondition()
    private let server: Configuration
    private var connections: [ObjectIdentifier: ProxiedConnection] = [:]
    private var traps: [Trap] = []
    private var isHanging = false
    private var isStopped = false
    /// Whether `listener` is still ours: a closed descriptor's number soon is another's.
    private var isListening = true
    private var commits = 0

    /// - Parameter server: Reached by a Unix socket.
    /// - Throws: `Socket.Failure` where no port is free.
    package init(before server: Configuration) throws {
        let (listener, port) = try Socket.listening()
        self.listener = listener
        self.port = port
        self.server = server
        configuration = server.with(host: "127.0.0.1", port: port)
        let thread = Thread { self.acceptAll() }
        thread.start()
    }

    /// Ends every connection, and takes no more.
    package func stop() {
        condition.lock()
        isStopped = true
        let armed = traps
        traps = []
        condition.unlock()
        for trap in armed { trap.disarm() }
        resume()
        cut()
        locked { if isListening { listener.shutDown() } }
    }

    /// Ends every connection there is.
    package func cut() {
        for connection in locked({ Array(connections.values) }) { connection.cut() }
    }

    /// Passes on nothing, in no direction, until `resume`.
    package func hang() {
        locked { isHanging = true }
    }

    package func resume() {
        locked {
            isHanging = false
            condition.broadcast()
        }
    }

    /// Arms a trap for the next commit that fits; of those that add events, where nothing is said.
    package func trap(
        at place: Trap.Place,
        where fits: @escaping @Sendable (Commit) -> Bool = \.appends
    ) -> Trap {
        let trap = Trap(place, fits: fits)
        locked { traps.append(trap) }
        return trap
    }

    /// Takes a trap away that has caught nothing.
    package func disarm(_ trap: Trap) {
        locked { traps.removeAll { $0 === trap } }
        trap.disarm()
    }

    /// How many transactions it has seen clients ask to commit.
    package var commitCount: Int { locked { commits } }

    // MARK: What its connections ask

    func begins(_ commit: Commit) {
        locked { commits += 1 }
    }

    func sprung(at place: Trap.Place, by commit: Commit) -> Trap? {
        locked {
            let index = traps.firstIndex { $0.place == place && $0.fits(commit) }
            return index.map { traps.remove(at: $0) }
        }
    }

    func waitWhileHanging() {
        locked { while isHanging { condition.wait() } }
    }

    func forget(_ connection: ProxiedConnection) {
        locked { connections[ObjectIdentifier(connection)] = nil }
    }

    private func acceptAll() {
        while let client = listener.accepted() {
            let path = locked { server.socketPath }
            guard !locked({ isStopped }), let path, let server = try? Socket.connected(to: path)
            else {
                // What a server that is away looks like.
                client.close()
                continue
            }
            let connection = ProxiedConnection(client: client, server: server, proxy: self)
            locked { connections[ObjectIdentifier(connection)] = connection }
            connection.start()
        }
        locked {
            isListening = false
            listener.close()
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}

/// Lends `body` a proxy.
package func withProxy<Result>(
    before server: Configuration, _ body: (PostgresProxy) async throws -> Result
) async throws -> Result {
    let proxy = try PostgresProxy(before: server)
    defer { proxy.stop() }
    return try await body(proxy)
}
