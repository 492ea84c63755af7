import Foundation

/// A socket that blocks the thread which uses it.
struct Socket: Sendable {
    private static let readSize = 64 * 1024
    private static let backlog: Int32 = 128

    let descriptor: Int32

    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
    }

    /// Listens on a free port of this machine alone.
    static func listening() throws -> (Socket, port: Int) {
        let socket = Socket(descriptor: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withSocketAddress(&address) { pointer in
            bind(socket.descriptor, pointer, length) == 0
                && listen(socket.descriptor, backlog) == 0
                && getsockname(socket.descriptor, pointer, &length) == 0
        }
        guard isBound else { throw Failure("a proxy cannot listen") }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Connects to a server's Unix socket.
    static func connected(to path: String) throws -> Socket {
        let socket = Socket(descriptor: Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isConnected = withSocketAddress(&address) { pointer in
            connect(socket.descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
        guard isConnected else {
            let failure = Failure("the server at \(path) is away")
            socket.close()
            throw failure
        }
        return socket
    }

    private static func withSocketAddress<Address, Result>(
        _ address: inout Address, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }

    /// The next who connects; nothing once the socket is shut down.
    func accepted() -> Socket? {
        let descriptor = accept(descriptor, nil, nil)
        return descriptor < 0 ? nil : Socket(descriptor: descriptor)
    }

    /// What comes next; nothing at the end.
    func read() -> ArraySlice<UInt8>? {
        var bytes = [UInt8](repeating: 0, count: Self.readSize)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? bytes[..<count] : nil
    }

    /// - Returns: Whether the other side takes it.
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    func close() { _ = Glibc.close(descriptor) }
}
