import CommandHandling
import DemoWorld
import EventSourcing
import Foundation
import Synchronization

/// A file of commands, a line each, as `clubs import commands` reads them.
final class CommandFile: Sendable {
    private static let bufferLimit = 256 * 1024

    private let descriptor: Int32
    private let path: String
    private let buffer = Mutex<[UInt8]>([])

    /// - Parameter path: `-` is the standard output.
    /// - Throws: `Failure` for a file that cannot be written.
    init(path: String) throws {
        self.path = path
        descriptor =
            path == "-"
            ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable }
    }

    /// With everything that makes its event the same in another log.
    func add(_ request: CommandRequest, of tenant: String, at time: Timestamp) throws {
        var json = try JSONValue(encoding: request.wish)
        json["tenant"] = .string(tenant)
        json["as"] = .string(request.principal.name)
        json["id"] = .string(request.id.description)
        json["at"] = .string(time.description)
        json["expectedVersion"] = request.expecting.map { .integer(Int64($0)) }
        json["causation"] = request.causation.map { .string($0.description) }
        if request.correlation != request.id {
            json["correlation"] = .string(request.correlation.description)
        }
        let line = Array((try json.line + "\n").utf8)
        try buffer.withLock { buffer in
            buffer += line
            if buffer.count >= Self.bufferLimit { try flush(&buffer) }
        }
    }

    /// Writes what is left.
    func end() throws {
        try buffer.withLock { try flush(&$0) }
        if descriptor != STDOUT_FILENO { _ = close(descriptor) }
    }

    private func flush(_ buffer: inout [UInt8]) throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unwritable }
            rest.removeFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private var unwritable: Failure {
        Failure(.usage, "\(path) cannot be written", why: String(cString: strerror(errno)))
    }
}
