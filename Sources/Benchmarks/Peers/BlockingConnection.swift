import CLibPQ
import Foundation
import PostgreSQL

/// One connection as libpq's own manual shows it: a call that waits for its answer, on a thread
/// of its own so that the cooperative pool does not wait.
actor BlockingConnection {
    private nonisolated let executor = ThreadExecutor()
    private let connection: ClosedLater

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Ends the connection with its actor.
    ///
    /// `@unchecked Sendable`: only its actor uses the pointer, and `deinit` when nobody does.
    private final class ClosedLater: @unchecked Sendable {
        let pointer: OpaquePointer

        init(_ pointer: OpaquePointer) { self.pointer = pointer }
        deinit { PQfinish(pointer) }
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Connects, and prepares the statement that `roundTrip` runs.
    init(_ database: Configuration) throws {
        guard let pointer = PQconnectdb(database.connectionString) else {
            throw Failed(description: "libpq has no memory")
        }
        connection = ClosedLater(pointer)
        guard PQstatus(pointer) == CONNECTION_OK else { throw Self.failure(pointer) }
        let prepared = PQprepare(pointer, "round_trip", "SELECT $1::int4", 1, nil)
        defer { PQclear(prepared) }
        guard PQresultStatus(prepared) == PGRES_COMMAND_OK else { throw Self.failure(pointer) }
    }

    /// Asks the server for a number, and waits for it.
    func roundTrip(_ number: Int32) throws {
        let bytes = withUnsafeBytes(of: number.bigEndian) { $0.map { CChar(bitPattern: $0) } }
        let result = bytes.withUnsafeBufferPointer { value in
            var values: [UnsafePointer<CChar>?] = [value.baseAddress]
            return PQexecPrepared(
                connection.pointer, "round_trip", 1, &values, [Int32(bytes.count)], [1], 1)
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw Self.failure(connection.pointer)
        }
    }

    private static func failure(_ connection: OpaquePointer) -> Failed {
        Failed(description: String(cString: PQerrorMessage(connection)))
    }
}

/// Runs an actor's jobs one behind the other, on a thread that ends with the process.
///
/// `@unchecked Sendable`: the queue is only touched under the condition's lock.
private final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [UnownedJob] = []

    init() {
        Thread { [self] in
            while true {
                for job in waitForJobs() {
                    job.runSynchronously(on: asUnownedSerialExecutor())
                }
            }
        }.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.withLock {
            jobs.append(job)
            condition.signal()
        }
    }

    private func waitForJobs() -> [UnownedJob] {
        condition.withLock {
            while jobs.isEmpty { condition.wait() }
            defer { jobs = [] }
            return jobs
        }
    }
}
