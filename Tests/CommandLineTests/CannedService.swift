import Foundation
import Synchronization
import TestSupport

/// A service that gives every request the same answer, for what a real one hardly ever says.
final class CannedService: Sendable {
    let address: String
    private let listener: Int32
    private let received = Received()

    /// What the last request has brought in its body.
    var lastBody: String { received.body.withLock { $0 } }

    private final class Received: Sendable {
        let body = Mutex("")
    }

    /// - Throws: `POSIXError` where no port can be had.
    init(status: Int, headers: [String: String] = [:], body: String = "") throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRINUSE) }
        self.address = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        let lines = headers.map { "\($0): \($1)\r\n" }.joined()
        let answer =
            "HTTP/1.1 \(status) Canned\r\n\(lines)Connection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let received = received
        Thread.detachNewThread { Self.serve(answer, at: descriptor, received) }
    }

    /// Asks it with `clubs`.
    func ask(_ arguments: String...) async throws -> ClubsTool.Result {
        // It listens until the answer is there.
        defer { withExtendedLifetime(self) {} }
        return try await program.run(arguments)
    }

    var program: Program {
        Program(environment: ["CLUBS_URL": address, "CLUBS_TOKEN": "x.y.z", "TERM": "xterm"])
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ answer: String, at listener: Int32, _ received: Received) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            var request = ""
            var buffer = [UInt8](repeating: 0, count: 4096)
            while missing(from: request) {
                let count = read(connection, &buffer, buffer.count)
                guard count > 0 else { break }
                request += String(decoding: buffer[..<count], as: UTF8.self)
            }
            let body = request.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first ?? ""
            received.body.withLock { $0 = String(body) }
            _ = answer.withCString { write(connection, $0, strlen($0)) }
            close(connection)
        }
        close(listener)
    }

    /// Whether the head is not whole, or the body shorter than it says.
    private static func missing(from request: String) -> Bool {
        guard let head = request.range(of: "\r\n\r\n") else { return true }
        let length = request[..<head.lowerBound].split(separator: "\r\n")
            .first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        return request[head.upperBound...].utf8.count < length ?? 0
    }
}
