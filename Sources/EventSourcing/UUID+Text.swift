import Foundation

/// The text of a UUID as RFC 9562 writes it; Foundation's own reading and writing cost twenty times
/// as much, and every event has several.
extension UUID {
    static let textLength = 36

    /// Reads eight, four, four, four and twelve hexadecimal digits of either case.
    package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
        guard text.count == Self.textLength else { return nil }
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isWhole = withUnsafeMutableBytes(of: &bytes) { bytes in
            var place = 0
            for index in 0..<16 {
                if Self.isBehindDash(index) {
                    guard text[place] == UInt8(ascii: "-") else { return false }
                    place += 1
                }
                let (high, low) = (Self.digit(text[place]), Self.digit(text[place + 1]))
                guard high | low < 16 else { return false }
                bytes[index] = high << 4 | low
                place += 2
            }
            return true
        }
        guard isWhole else { return nil }
        self.init(uuid: bytes)
    }

    package init?(text: String) {
        var text = text
        guard let id = text.withUTF8({ UUID(utf8: $0) }) else { return nil }
        self = id
    }

    /// In lower case.
    package var text: String {
        withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: Self.textLength) { text in
                var place = 0
                for index in 0..<16 {
                    if Self.isBehindDash(index) {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = Self.character(bytes[index] >> 4)
                    text[place + 1] = Self.character(bytes[index] & 0xF)
                    place += 2
                }
                return place
            }
        }
    }

    private static func isBehindDash(_ index: Int) -> Bool {
        index == 4 || index == 6 || index == 8 || index == 10
    }

    /// 16 and more for what is no digit.
    private static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: 0xF0
        }
    }

    private static func character(_ digit: UInt8) -> UInt8 {
        digit < 10 ? 0x30 + digit : 0x61 + digit - 10
    }
}
