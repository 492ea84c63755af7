/// Finds the whole server-sent events in the bytes of an answer.
///
/// It takes lines as they come. Those of the head and of the chunks around the events end in CR and
/// LF, the events' own in LF alone, so they are told apart without reading the head.
struct EventScanner: Sendable {
    /// `HTTP/1.1 200 OK`, once it is there.
    private(set) var statusLine: String?
    private var line: [UInt8] = []
    private var id: Int?
    private var hasData = false
    private var checksum = Self.checksumSeed

    private static let checksumSeed: UInt64 = 0xcbf2_9ce4_8422_2325

    struct Found: Sendable {
        /// The event's position in the log.
        let id: Int
        /// Of its name and data (FNV-1a).
        let checksum: UInt64
    }

    /// - Parameter onEvent: Gets each event that has come whole.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, onEvent: (Found) -> Void) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line.append(contentsOf: rest[..<end])
            rest = rest[(end + 1)...]
            endLine(onEvent)
            line.removeAll(keepingCapacity: true)
        }
        line.append(contentsOf: rest)
    }

    private mutating func endLine(_ onEvent: (Found) -> Void) {
        if statusLine == nil {
            statusLine = String(decoding: line.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        } else if line.isEmpty {
            // A greeting has an id, and is no event.
            if let id, hasData { onEvent(Found(id: id, checksum: checksum)) }
            id = nil
            hasData = false
            checksum = Self.checksumSeed
        } else if line.starts(with: "id: ".utf8) {
            id = Int(String(decoding: line.dropFirst(4), as: UTF8.self))
        } else if id != nil, line.last != UInt8(ascii: "\r") {
            if line.starts(with: "data:".utf8) { hasData = true }
            for byte in line { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
    }
}
