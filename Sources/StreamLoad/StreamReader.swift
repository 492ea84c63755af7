import Glibc

/// One reader of a stream of server-sent events, on a socket of its own.
package struct StreamReader: Sendable {
    /// In the order in which they came.
    package private(set) var ids: [Int] = []
    /// Of each event, in the same order.
    package private(set) var checksums: [UInt64] = []
    package private(set) var isClosed = false
    package var statusLine: String? { scanner.statusLine }

    let descriptor: Int32
    private var scanner = EventScanner()

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
    }

    /// Connects to a port of this machine, and asks.
    ///
    /// - Parameters:
    ///   - request: All of it, as HTTP/1.1 has it.
    ///   - receiveBuffer: In bytes, for a reader in whose kernel little is to wait.
    init(port: Int, request: String, receiveBuffer: Int32?) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("no socket for a reader") }
        do {
            try connect(port, receiveBuffer)
            try send(Array(request.utf8))
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    /// Reads what is there.
    ///
    /// - Returns: The ids of the events that are whole now.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> [Int] {
        let before = ids.count
        let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            if count == 0 || (errno != EAGAIN && errno != EINTR) { close() }
            return []
        }
        scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { found in
            ids.append(found.id)
            checksums.append(found.checksum)
        }
        return Array(ids[before...])
    }

    mutating func close() {
        guard !isClosed else { return }
        isClosed = true
        Glibc.close(descriptor)
    }

    private func connect(_ port: Int, _ receiveBuffer: Int32?) throws {
        if var size = receiveBuffer {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Failure("a reader cannot connect to port \(port)") }
    }

    private func send(_ bytes: [UInt8]) throws {
        let sent = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == bytes.count else { throw Failure("a reader cannot ask") }
    }
}
