extension Bool: PostgresValue {
    package static var postgresType: PostgresType { .bool }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(self ? 1 : 0)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        guard bytes.count == 1 else { throw UnfitValue.length(bytes.count, expected: 1) }
        self = bytes[0] != 0
    }
}

extension Int16: PostgresValue {
    package static var postgresType: PostgresType { .int2 }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        self = try bytes.bigEndian()
    }
}

extension Int32: PostgresValue {
    package static var postgresType: PostgresType { .int4 }

    package static func canDecode(_ type: PostgresType) -> Bool {
        type == .int4 || type == .int2
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        self = type == .int2 ? Int32(try bytes.bigEndian() as Int16) : try bytes.bigEndian()
    }
}

/// `bigint`; the narrower integers widen.
extension Int: PostgresValue {
    package static var postgresType: PostgresType { .int8 }

    package static func canDecode(_ type: PostgresType) -> Bool {
        type == .int8 || type == .int4 || type == .int2 || type == .oid
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int64(self))
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        switch type {
        case .int2: self = Int(try bytes.bigEndian() as Int16)
        case .int4: self = Int(try bytes.bigEndian() as Int32)
        case .oid: self = Int(try bytes.bigEndian() as UInt32)
        default: self = Int(try bytes.bigEndian() as Int64)
        }
    }
}

extension Double: PostgresValue {
    package static var postgresType: PostgresType { .float8 }

    package static func canDecode(_ type: PostgresType) -> Bool {
        type == .float8 || type == .float4
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: bitPattern)
    }

    package init(decoding bytes: UnsafeRawBufferPointer, of type: PostgresType) throws {
        self =
            type == .float4
            ? Double(Float(bitPattern: try bytes.bigEndian()))
            : Double(bitPattern: try bytes.bigEndian())
    }
}

extension [UInt8] {
    /// Appends an integer in network order.
    @inlinable
    package mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Writes an integer in network order over what stands at `place`.
    @inlinable
    package mutating func set(bigEndian value: some FixedWidthInteger, at place: Int) {
        withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: value.bigEndian, toByteOffset: place, as: type(of: value).self)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The whole buffer as one integer in network order.
    func bigEndian<Value: FixedWidthInteger>() throws -> Value {
        guard count == MemoryLayout<Value>.size else {
            throw UnfitValue.length(count, expected: MemoryLayout<Value>.size)
        }
        return Value(bigEndian: loadUnaligned(as: Value.self))
    }
}
