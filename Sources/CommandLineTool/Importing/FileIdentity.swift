import Foundation

/// Which file it is, by whatever name it was opened.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let number: ino_t
    /// Its length when it was looked at, in bytes.
    let byteCount: Int

    /// Nothing for what is no file: a pipe, a terminal or a device.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        device = status.st_dev
        number = status.st_ino
        byteCount = Int(status.st_size)
    }

    /// The length is no part of it.
    static func == (left: Self, right: Self) -> Bool {
        left.device == right.device && left.number == right.number
    }
}
