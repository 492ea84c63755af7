/// One message of PostgreSQL's protocol, version 3, with the bytes it came in.
///
/// - Source: PostgreSQL 15 documentation, chapter 55.7 "Message Formats".
struct WireMessage {
    /// The type's letter; nothing for what a client says before its session begins.
    let type: UInt8?
    let bytes: ArraySlice<UInt8>

    /// The zero-terminated strings at the beginning of its contents.
    func strings(_ count: Int) -> [String] {
        var rest = bytes.dropFirst(type == nil ? 4 : 5)
        return (0..<count).map { _ in
            let text = rest.prefix { $0 != 0 }
            rest = rest.dropFirst(text.count + 1)
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Whether a client asks for encryption, which a proxy that reads along declines.
    var asksForEncryption: Bool {
        guard type == nil, bytes.count == 8 else { return false }
        let code = bytes.dropFirst(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return code == 80_877_103 || code == 80_877_104
    }
}

/// Cuts a stream of bytes into messages.
struct WireReader {
    private var buffer: [UInt8] = []
    private var start = 0
    /// A client's first messages have a length and no type.
    private var isBeforeSession: Bool

    init(ofClient isClient: Bool) { isBeforeSession = isClient }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        buffer.removeFirst(start)
        start = 0
        buffer += bytes
    }

    /// What has come and was not given out.
    var rest: ArraySlice<UInt8> { buffer[start...] }

    /// The next whole message; nothing where more bytes have to come first.
    mutating func next() -> WireMessage? {
        let header = isBeforeSession ? 4 : 5
        guard buffer.count - start >= header else { return nil }
        let length = buffer[(start + header - 4)..<(start + header)]
            .reduce(0) { $0 << 8 | Int($1) }
        let end = start + header - 4 + max(length, 4)
        guard buffer.count >= end else { return nil }
        let message = WireMessage(
            type: isBeforeSession ? nil : buffer[start], bytes: buffer[start..<end])
        start = end
        if !message.asksForEncryption { isBeforeSession = false }
        return message
    }
}
