import Foundation
import NIOPosix

/// The lines of a file or of the standard input, some at a time; never the whole of it.
///
/// Whoever writes them may be at work still: what has been written is given out, and nobody waits
/// for more of it than a line.
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

    /// The next lines that are not empty; none at the end.
    ///
    /// Waits for the first of them. Those behind it come along as far as they are there, `count` of
    /// all at most, and no more once they have come to `byteLimit`.
    ///
    /// - Throws: `Failure` for a file that cannot be read on.
    mutating func next(_ count: Int, upTo byteLimit: Int) async throws -> [Line] {
        var lines: [Line] = []
        var byteCount = 0
        while lines.count < count, byteCount < byteLimit,
            try await find(waiting: lines.isEmpty)
        {
            guard let line = take() else { continue }
            lines.append(line)
            byteCount += line.bytes?.count ?? 0
        }
        return lines
    }

    /// Whether the next line, or the end, is not there yet.
    ///
    /// - Throws: `Failure` for a file that cannot be read on.
    mutating func hasToWait() async throws -> Bool {
        let isThere = try await find(waiting: false)
        return !isThere && !isAtEnd
    }

    /// Reads until the buffer has a whole line, or what the end leaves of one; without waiting, as
    /// far as there is something to read.
    ///
    /// - Returns: Whether it has.
    private mutating func find(waiting isWaiting: Bool) async throws -> Bool {
        while lineEnd == nil, !isAtEnd {
            guard isWaiting || isReadable else { return false }
            try await fill()
        }
        return start < buffer.count || isPassingOver
    }

    private var lineEnd: Int? { buffer[start...].firstIndex(of: UInt8(ascii: "\n")) }

    /// Whether a read would not wait; of a descriptor that is broken it tells so.
    private var isReadable: Bool {
        var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&asked, 1, 0) != 0
    }

    /// Takes the line that was found; nothing where it is empty.
    private mutating func take() -> Line? {
        let end = lineEnd ?? buffer.count
        number += 1
        var bytes = buffer[start..<min(end, buffer.count)]
        bytesRead += bytes.count + 1
        start = min(end + 1, buffer.count)
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        let isTooLong = isPassingOver || bytes.count > Self.lineLimit
        isPassingOver = false
        guard isTooLong || !bytes.allSatisfy({ [0x20, 0x09].contains($0) }) else { return nil }
        return Line(number: number, bytes: isTooLong ? nil : Array(bytes))
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
