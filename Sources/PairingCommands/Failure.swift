import ArgumentParser
import Glibc

/// Why a command could not do its work; the exit code tells programs, the message people.
enum Failure: Error {
    /// Usage, or a file that cannot be read: exit 2.
    case unreadable(String)
    /// A rule says no: exit 3.
    case refused(String)
    /// A check found a difference: exit 8. The differences have been printed.
    case differs

    private var exitCode: Int32 {
        switch self {
        case .unreadable: 2
        case .refused: 3
        case .differs: 8
        }
    }

    /// Runs a command's work, and says on the standard error why it failed.
    static func reported(_ work: () throws(Failure) -> Void) throws(ExitCode) {
        do {
            try work()
        } catch {
            switch error {
            case .unreadable(let message), .refused(let message):
                StandardError.print(message)
            case .differs:
                break
            }
            throw ExitCode(error.exitCode)
        }
    }
}

/// Lines for people, beside the output for programs.
enum StandardError {
    static func print(_ message: String) {
        var line = message + "\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
