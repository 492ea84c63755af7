/// What stands on the page of a problem: what it means, the rule behind it, and the way out.
///
/// In English; codes are never translated, and these may be.
struct Guide: Sendable, Equatable {
    let title: String
    /// The rule that was broken, for any reader.
    let rule: String
    /// What would make the request pass.
    let remedy: String

    init(_ title: String, _ rule: String, _ remedy: String) {
        self.title = title
        self.rule = rule
        self.remedy = remedy
    }
}

extension ProblemCode {
    /// Written beside what it is about, in `Guide+….swift`.
    var guide: Guide {
        let written =
            Guide.ofRequests[self] ?? Guide.ofDirectory[self] ?? Guide.ofClubs[self]
            ?? Guide.ofTournaments[self]
        guard let written else { preconditionFailure("\(rawValue) has a guide") }
        return written
    }
}
