/// Puts the rows of a `COPY … TO STDOUT` together into chunks; the connection's loop's own.
struct CopyAssembly {
    /// `PGCOPY`, a newline, 0xFF, a carriage return, a newline, NUL; then flags, and the length of
    /// what may follow.
    static let signature: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00,
    ]
    static let headerBytes = signature.count + 8

    private var bytes: [UInt8] = []
    private var rows = 0
    private var isBehindHeader = false

    var isFull: Bool { bytes.count >= CopyLimits.pieceBytes }

    /// Adds what the server sent as one message: a row, the first one behind the header.
    ///
    /// - Returns: Whether it can be one.
    mutating func add(_ message: UnsafeRawBufferPointer) -> Bool {
        var row = message
        if !isBehindHeader {
            guard row.count >= Self.headerBytes, row.starts(with: Self.signature) else {
                return false
            }
            let length = row.loadUnaligned(
                fromByteOffset: Self.headerBytes - 4, as: UInt32.self)
            let start = Self.headerBytes + Int(UInt32(bigEndian: length))
            guard start <= row.count else { return false }
            isBehindHeader = true
            row = UnsafeRawBufferPointer(rebasing: row[start...])
        }
        guard row.count >= 2 else { return row.isEmpty }
        let isTrailer = row.count == 2 && row[0] == 0xFF && row[1] == 0xFF
        guard !isTrailer else { return true }
        if bytes.isEmpty { bytes.reserveCapacity(CopyLimits.pieceBytes + 4 * row.count) }
        bytes.append(contentsOf: row)
        rows += 1
        return true
    }

    /// The rows so far; nothing where there is none.
    mutating func take() -> CopyChunk? {
        guard rows > 0 else { return nil }
        defer { (bytes, rows) = ([], 0) }
        return CopyChunk(bytes: bytes, count: rows)
    }
}
