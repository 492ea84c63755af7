import Glibc

/// What a value has written so far, in the order of its writing: containers may be filled crosswise
/// and are sorted in the end.
///
/// One object that all containers write to.
final class CanonicalTree {
    static let root = 0
    /// A value of its own, so that each call checks once that nobody else is at it.
    var text = CanonicalText()
}

/// Three growing arrays instead of an object for each container.
struct CanonicalText {

    private enum Node {
        case empty
        /// A scalar, as it will stand in the text.
        case text(Range<Int>)
        /// The first and the last of its members; -1 where there is none.
        case object(first: Int, last: Int)
        case array(first: Int, last: Int)
    }

    private struct Member {
        /// Empty in an array.
        let key: Range<Int>
        /// The first eight bytes of the key, as a number that sorts as they do.
        let prefix: UInt64
        let node: Int
        var next = -1
    }

    private var nodes: [Node] = [.empty]
    private var members: [Member] = []
    /// Scalars as they will stand in the text, and keys as they are, by which they are sorted.
    private var bytes: [UInt8] = []

    init() {
        nodes.reserveCapacity(16)
        members.reserveCapacity(16)
        bytes.reserveCapacity(512)
    }

    func isEmpty(_ node: Int) -> Bool {
        if case .empty = nodes[node] { true } else { false }
    }

    mutating func makeObject(_ node: Int) {
        if case .object = nodes[node] { return }
        nodes[node] = .object(first: -1, last: -1)
    }

    mutating func makeArray(_ node: Int) {
        if case .array = nodes[node] { return }
        nodes[node] = .array(first: -1, last: -1)
    }

    func count(_ array: Int) -> Int {
        guard case .array(var next, _) = nodes[array] else { return 0 }
        var count = 0
        while next >= 0 {
            count += 1
            next = members[next].next
        }
        return count
    }

    /// An object's key and the node behind it, where it has no other.
    func onlyMember(of node: Int) -> (key: String, node: Int)? {
        guard case .object(let first, let last) = nodes[node], first == last, first >= 0 else {
            return nil
        }
        return (String(decoding: bytes[members[first].key], as: UTF8.self), members[first].node)
    }

    /// A new member of an object, or a new element of an array.
    mutating func append(to parent: Int, key: String? = nil) -> Int {
        let start = bytes.count
        if let key { bytes += key.utf8 }
        let member = members.count
        members.append(
            Member(key: start..<bytes.count, prefix: prefix(from: start), node: nodes.count))
        nodes.append(.empty)
        switch nodes[parent] {
        case .object(let first, let last):
            nodes[parent] = .object(first: first < 0 ? member : first, last: member)
            if last >= 0 { members[last].next = member }
        case .array(let first, let last):
            nodes[parent] = .array(first: first < 0 ? member : first, last: member)
            if last >= 0 { members[last].next = member }
        case .empty, .text:
            preconditionFailure("members belong to a container")
        }
        return nodes.count - 1
    }

    private mutating func set(_ node: Int, from start: Int) {
        nodes[node] = .text(start..<bytes.count)
    }

    // MARK: Scalars

    mutating func null(_ node: Int) {
        let start = bytes.count
        bytes += "null".utf8
        set(node, from: start)
    }

    mutating func bool(_ value: Bool, _ node: Int) {
        let start = bytes.count
        bytes += (value ? "true" : "false").utf8
        set(node, from: start)
    }

    mutating func whole(_ value: some FixedWidthInteger, _ node: Int) {
        let start = bytes.count
        bytes += value.description.utf8
        set(node, from: start)
    }

    mutating func double(_ value: some BinaryFloatingPoint & CustomStringConvertible, _ node: Int)
        throws
    {
        let start = bytes.count
        try Self.write(value, into: &bytes)
        set(node, from: start)
    }

    static func write(
        _ value: some BinaryFloatingPoint & CustomStringConvertible, into bytes: inout [UInt8]
    ) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "JSON has no word for \(value)"))
        }
        let text = value.description
        bytes += text.utf8.dropLast(text.hasSuffix(".0") ? 2 : 0)
    }

    mutating func text(_ value: String, _ node: Int) {
        let start = bytes.count
        Self.quote(value, into: &bytes)
        set(node, from: start)
    }

    static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0, into: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        guard let stop = text.firstIndex(where: mustEscape) else {
            return bytes.append(contentsOf: text)
        }
        bytes.append(contentsOf: text[..<stop])
        for byte in text[stop...] { escape(byte, into: &bytes) }
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        guard mustEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case ..<0x20:
            bytes += "u00".utf8
            bytes.append(hexDigits[Int(byte >> 4)])
            bytes.append(hexDigits[Int(byte & 0xF)])
        default: bytes.append(byte)
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    // MARK: The text

    /// The whole value, keys in the order of their bytes; the last of equal keys counts.
    func serialized(_ root: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 4 * members.count + 2)
        write(root, to: &result)
        return result
    }

    private func write(_ node: Int, to result: inout [UInt8]) {
        switch nodes[node] {
        case .empty: result += "{}".utf8
        case .text(let range): result += bytes[range]
        case .array(let first, _):
            result.append(UInt8(ascii: "["))
            var next = first
            while next >= 0 {
                if next != first { result.append(UInt8(ascii: ",")) }
                write(members[next].node, to: &result)
                next = members[next].next
            }
            result.append(UInt8(ascii: "]"))
        case .object(let first, _):
            result.append(UInt8(ascii: "{"))
            for (index, member) in sorted(from: first).enumerated() {
                result += index == 0 ? "\"".utf8 : ",\"".utf8
                bytes.withUnsafeBufferPointer { bytes in
                    Self.escape(
                        UnsafeBufferPointer(rebasing: bytes[members[member].key]), into: &result)
                }
                result += "\":".utf8
                write(members[member].node, to: &result)
            }
            result.append(UInt8(ascii: "}"))
        }
    }

    private func sorted(from first: Int) -> [Int] {
        var found: [Int] = []
        found.reserveCapacity(8)
        var hasEqual = false
        var next = first
        while next >= 0 {
            // Few keys, mostly in order already: each goes down to its place from the end.
            var place = found.count
            while place > 0 {
                let order = order(found[place - 1], next)
                hasEqual = hasEqual || order == 0
                guard order > 0 else { break }
                place -= 1
            }
            found.insert(next, at: place)
            next = members[next].next
        }
        guard hasEqual else { return found }
        // Equal keys stand in the order of their writing.
        return found.indices.filter {
            $0 + 1 == found.count || order(found[$0], found[$0 + 1]) != 0
        }.map { found[$0] }
    }

    private func prefix(from start: Int) -> UInt64 {
        var prefix: UInt64 = 0
        for index in start..<min(start + 8, bytes.count) {
            prefix |= UInt64(bytes[index]) << (56 - 8 * UInt64(index - start))
        }
        return prefix
    }

    private func order(_ left: Int, _ right: Int) -> Int32 {
        guard members[left].prefix == members[right].prefix else {
            return members[left].prefix < members[right].prefix ? -1 : 1
        }
        let (first, second) = (members[left].key, members[right].key)
        return bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            let common = memcmp(
                base + first.lowerBound, base + second.lowerBound, min(first.count, second.count))
            return common != 0 ? common : Int32(clamping: first.count - second.count)
        }
    }
}
