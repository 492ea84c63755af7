import Glibc
import Pairing

/// Reads a file whole, without Foundation: loading that takes longer than pairing a club's round.
enum InputFile {
    /// More than any report file needs.
    private static let largestBytes = 64 << 20

    /// - Parameter path: `-` is the standard input.
    static func bytes(at path: String) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw .unreadable("\(path): \(String(cString: strerror(errno)))")
        }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else {
                throw .unreadable("\(path): \(String(cString: strerror(errno)))")
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= largestBytes else {
                throw .unreadable("\(path): larger than \(largestBytes) bytes")
            }
        }
    }

    static func report(at path: String) throws(Failure) -> ReportFile {
        let bytes = try bytes(at: path)
        do throws(ReportError) {
            return try ReportFile(bytes: bytes)
        } catch {
            throw .unreadable("\(path): \(error)")
        }
    }
}
