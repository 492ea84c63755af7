import Glibc
import Synchronization

/// Tells which input a process died of, or hung on.
enum Watchdog {
    private static let current = Atomic<UInt64>(0)
    /// Seconds that one input may take.
    private static let patience: UInt32 = 20
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM]

    static func begin() {
        for number in signals {
            signal(number) { number in
                Watchdog.say(number)
                _exit(70)
            }
        }
    }

    static func isAt(_ seed: UInt64) {
        current.store(seed, ordering: .relaxed)
        alarm(patience)
    }

    static func end() {
        alarm(0)
        for number in signals { signal(number, SIG_DFL) }
    }

    /// Without allocation: the heap may be what is broken.
    private static func say(_ number: Int32) {
        write(
            number == SIGALRM ? "\nhangs on the input of seed " : "\ncrashes on the input of seed ")
        var digits: (UInt64, Int) = (current.load(ordering: .relaxed), 1)
        while digits.0 / UInt64(digits.1) >= 10 { digits.1 *= 10 }
        while digits.1 > 0 {
            var digit = UInt8(digits.0 / UInt64(digits.1) % 10) + UInt8(ascii: "0")
            _ = Glibc.write(STDERR_FILENO, &digit, 1)
            digits.1 /= 10
        }
        write("\n")
    }

    private static func write(_ text: StaticString) {
        _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
