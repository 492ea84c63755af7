import Foundation
import NIOPosix

/// The lines of a file or of the standard input, some at a time; never the whole of it.
struct LineReader {
    /// In bytes; a command's longest texts take less than a tenth of it.
    static let lineLimit = 256 * 1024
    private static let chunkLimit = 256 * 1024

    struct Line: Sendable {
        /// Counted from 1, empty ones too.
        let number: Int
        /// Without its end; nothing for a line beyond the limit.
        let bytes: [UInt8]?
    }

    /// The bytes of the lines that have been given out.
    private(set) var bytesRead = 0
    /// Nothing for what is no file.
    let file: FileIdentity?

    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 0
    private var isAtEnd = false
    /// The rest of a line that is too long is passed over.
    private var isPassingOver = false

    /// - Parameter path: `-` is the standard input.
    /// - Throws: `Failure` for a file that cannot be read.
    init(path: String) throws {
        name = path
        guard path != "-" else {
            descriptor = STDIN_FILENO
            file = FileIdentity(of: STDIN_FILENO)
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        file = FileIdentity(of: descriptor)
    }

    func close() {
        if descriptor != STDIN_FILENO { _ = Foundation.close(descriptor) }
    }

    /// The next lines that are not empty, `count` at most; none at the end.
    ///
    /// - Throws: `Failure` for a file that cannot be read on.
    mutating func next(_ count: Int) async throws -> [Line] {
        var lines: [Line] = []
        while lines.count < count {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                take(through: end, into: &lines)
            } else if isAtEnd {
                if start < buffer.count || isPassingOver {
                    take(through: buffer.count, into: &lines)
                }
                break
            } else {
                try await fill()
            }
        }
        return lines
    }

    private mutating func take(through end: Int, into lines: inout [Line]) {
        number += 1
        var bytes = buffer[start..<min(end, buffer.count)]
        bytesRead += bytes.count + 1
        start = min(end + 1, buffer.count)
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        let isTooLong = isPassingOver || bytes.count > Self.lineLimit
        isPassingOver = false
        guard isTooLong || !bytes.allSatisfy({ [0x20, 0x09].contains($0) }) else { return }
        lines.append(Line(number: number, bytes: isTooLong ? nil : Array(bytes)))
    }

    private mutating func fill() async throws {
        buffer.removeFirst(start)
        start = 0
        if buffer.count > Self.lineLimit {
            isPassingOver = true
            bytesRead += buffer.count
            buffer.removeAll()
        }
        let chunk = try await read()
        isAtEnd = chunk.isEmpty
        buffer += chunk
    }

    /// Whoever waits for a pipe waits on a thread that nothing else needs.
    private func read() async throws -> [UInt8] {
        let (descriptor, name) = (descriptor, name)
        return try await NIOThreadPool.singleton.runIfActive {
            var chunk = [UInt8](repeating: 0, count: Self.chunkLimit)
            var count: Int
            repeat {
                count = Foundation.read(descriptor, &chunk, chunk.count)
            } while count < 0 && errno == EINTR
            guard count >= 0 else { throw Self.unreadable(name) }
            return Array(chunk.prefix(count))
        }
    }

    private static func unreadable(_ name: String) -> Failure {
        Failure(
            .usage, "\(name) cannot be read", why: String(cString: strerror(errno)),
            remedy: "name a file with a command on each line, or - for the standard input")
    }
}
