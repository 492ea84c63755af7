import Foundation

extension String: PostgresValue {
    package static var postgresType: PostgresType { .text }

    package static func canDecode(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .json: true
        default: false
        }
    }

    package func encode(into bytes: inout [UInt8]) throws {
        let start = bytes.count
        bytes.append(contentsOf: utf8)
        guard !bytes[start...].contains(0) else {
            throw UnfitValue(
                reason: "a text with a NUL byte, which PostgreSQL cannot hold", sqlState: "22021")
        }
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) {
        self.init(decoding: bytes, as: UTF8.self)
    }
}

extension UUID: PostgresValue {
    package static var postgresType: PostgresType { .uuid }

    package func encode(into bytes: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        guard bytes.count == 16 else { throw UnfitValue.length(bytes.count, expected: 16) }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// A JSON text that the server stores as it is: type `json`.
package struct JSON: Hashable, PostgresValue {
    /// The text in UTF-8.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static var postgresType: PostgresType { .json }

    package static func canDecode(_ type: PostgresType) -> Bool {
        type == .json || type == .jsonb
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.bytes)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        self.bytes = type == .jsonb ? try JSONB(decoding: bytes, of: type).bytes : [UInt8](bytes)
    }
}

/// A JSON text that the server takes apart: type `jsonb`.
///
/// Twice the server's time of `json` to read; for read models that SQL looks into.
package struct JSONB: Hashable, PostgresValue {
    /// The one version of the binary form there is.
    private static let version: UInt8 = 1

    /// The text in UTF-8, as the server spells it when it comes from there.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static var postgresType: PostgresType { .jsonb }

    package static func canDecode(_ type: PostgresType) -> Bool {
        type == .json || type == .jsonb
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(Self.version)
        bytes.append(contentsOf: self.bytes)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        guard type == .jsonb else {
            self.bytes = [UInt8](bytes)
            return
        }
        guard bytes.first == Self.version else {
            throw UnfitValue(reason: "an unknown version of jsonb", sqlState: "22P03")
        }
        self.bytes = [UInt8](bytes.dropFirst())
    }
}
