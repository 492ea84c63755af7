/// How a command ended, for whoever called it from a script.
enum ExitStatus: Int32, CaseIterable {
    case done = 0
    /// A mistake in this program.
    case bug = 1
    /// The command line or its input cannot be read.
    case usage = 2
    /// A rule says no.
    case refused = 3
    /// Somebody else has changed it since the version that was expected.
    case stale = 4
    case notFound = 5
    case notAllowed = 6
    /// The service or the store does not answer.
    case unreachable = 7
    /// What was checked is not as it must be.
    case verificationFailed = 8
}

/// Why a command did not do what it was asked to: what happened, and what would make it work.
struct Failure: Error, Equatable {
    let status: ExitStatus
    let what: String
    /// The rule or the cause behind it.
    var why: String?
    var remedy: String?
    /// The stable code of a problem that the service has answered with.
    var code: String?

    init(
        _ status: ExitStatus, _ what: String, why: String? = nil, remedy: String? = nil,
        code: String? = nil
    ) {
        self.status = status
        self.what = what
        self.why = why
        self.remedy = remedy
        self.code = code
    }
}
