import HTTPTypes
import Hummingbird

/// A problem as a page for people.
struct ProblemPage: Sendable {
    let frame = PageFrame()
    let title: String
    let paragraphs: [Paragraph]
    let code: String
    let status: Int
    /// Whether the page explains a code, and does not answer a request that met it.
    let isExplanation: Bool
    let instance: String?

    /// Text with the names of fields and headers set apart.
    struct Paragraph: Sendable {
        let label: String?
        let pieces: [Piece]

        init(_ label: String?, _ text: String) {
            self.label = label
            let parts = text.split(separator: "`", omittingEmptySubsequences: false)
            pieces = parts.enumerated().map { index, part in
                Piece(text: String(part), isCode: index % 2 == 1)
            }
        }
    }

    struct Piece: Sendable {
        let text: String
        let isCode: Bool
    }
}

extension PageTemplates {
    func response(to problem: Problem) -> Response {
        let code = problem.code
        var paragraphs: [ProblemPage.Paragraph] = []
        if problem.detail != code.guide.rule { paragraphs.append(.init(nil, problem.detail)) }
        if !code.isOfBrowsers { paragraphs.append(.init("The rule", code.guide.rule)) }
        paragraphs.append(.init("What helps", code.remedyForPeople))
        let page = ProblemPage(
            title: code.titleForPeople, paragraphs: paragraphs, code: code.rawValue,
            status: code.status.code, isExplanation: false, instance: problem.instance)
        var headers = problem.challenge
        headers[.cacheControl] = "no-store"
        return response(.problem, page, status: problem.status, headers: headers)
    }

    /// The page that a problem's `type` leads to.
    func response(explaining code: ProblemCode) -> Response {
        let page = ProblemPage(
            title: code.guide.title,
            paragraphs: [
                .init("The rule", code.guide.rule), .init("What helps", code.guide.remedy),
            ],
            code: code.rawValue, status: code.status.code, isExplanation: true, instance: nil)
        return response(.problem, page)
    }
}

extension ProblemCode {
    /// What the guide says to programs, where a person in a browser needs other words.
    private static let forPeople: [ProblemCode: (title: String, remedy: String)] = [
        .notFound: (
            "There is nothing here",
            "Check the address. What you may not see is answered like what is not there: it may "
                + "help to sign in."
        ),
        .tokenMissing: (
            "Please sign in", "Come in through your school's own page, or with a link of yours."
        ),
        .tokenExpired: ("Please sign in again", "Come in through your school's own page."),
        .tokenInvalid: ("Please sign in again", "Come in through your school's own page."),
        .linkUsed: (
            "This link has been used or has expired",
            "A link works once, and for a few minutes. Get a new one where you got this one."
        ),
        .formExpired: (
            "The form is no longer valid",
            "Nothing has been done. Go back, load the page again, and send the form from there."
        ),
        .methodNotAllowed: ("This address is not for looking at", "Begin at the first page."),
        .rateLimited: ("That was a lot at once", "Wait a few seconds, and load the page again."),
        .overloaded: (
            "Too many people at once", "Nothing has been done: try again in a moment."
        ),
        .storeUnavailable: (
            "We cannot reach our records at the moment",
            "Nothing has been done: try again in a moment."
        ),
        .outcomeUnknown: (
            "It is not known whether this was done",
            "Load the page again and look. Sending the same form again does it once."
        ),
        .projectionBehind: (
            "This cannot be shown yet", "Load the page again in a moment."
        ),
        .badAsOf: ("This is no day", "Choose a day such as 2027-03-09."),
        .badCursor: ("This part of the list is not there", "Begin at the first part."),
        .cursorExpired: ("The list has moved on", "Begin at its first part."),
        .newerRelease: ("The service is being renewed", "Load the page again in a moment."),
    ]

    var isOfBrowsers: Bool { Self.forPeople[self] != nil }
    var titleForPeople: String { Self.forPeople[self]?.title ?? guide.title }
    var remedyForPeople: String { Self.forPeople[self]?.remedy ?? guide.remedy }
}
