import CommandHandling
import EventSourcing
import HTTPTypes
import Hummingbird

/// What became of one command of a batch, as its single route would tell it.
enum BatchOutcome {
    case done(CommandRequest, Outcome)
    case refused(Problem)

    /// The outcomes in the order of their commands, and the last position that any of them tells.
    static func response(_ outcomes: [BatchOutcome], isRehearsal: Bool) -> Response {
        var headers = HTTPFields()
        if isRehearsal { headers[AnswerHeader.preferenceApplied.fieldName] = "dry-run" }
        headers[AnswerHeader.clubsPosition.fieldName] =
            outcomes.compactMap(\.position).max()?.description
        return Response(
            json: .object([("outcomes", .list(outcomes.map(\.json)))]), headers: headers)
    }

    private var position: Position? {
        guard case .done(_, let outcome) = self else { return nil }
        return outcome.position
    }

    private var json: JSONFragment {
        switch self {
        case .done(let command, let outcome):
            let answer = CommandAnswer(
                command: command.id, outcome: outcome, isRehearsal: command.isRehearsal)
            let stream = command.wish.stream
            return .object([
                ("answer", answer.json(on: stream)),
                ("etag", answer.tag(of: stream).map { .value(.init($0)) }),
                ("position", .value(.init(count: outcome.position.value))),
                ("replayed", outcome.isRepeat ? .value(true) : nil),
                ("status", .value(.init(count: HTTPResponse.Status.ok.code))),
            ])
        case .refused(let problem):
            let pause = problem.headers[.retryAfter].flatMap(Int.init)
            return .object([
                ("problem", .value(problem.json)),
                ("retryAfter", pause.map { .value(.init(count: $0)) }),
                ("status", .value(.init(count: problem.status.code))),
            ])
        }
    }
}

extension FieldType {
    static let batchAnswer = FieldType.object([
        .required("outcomes", .sequence(of: outcome, BatchEndpoint.commandLimit))
    ])

    private static let outcome = FieldType.object([
        .required("status", .integer(200...599), "As the command would be answered alone."),
        .optional(
            "position", .integer(0...Int64.max), "Where the log stood when this was true."),
        .optional("etag", .text(1...200), "The version of the thing, for If-Match."),
        .optional("replayed", .boolean, "An earlier sending had done it already."),
        .optional("answer", .commandAnswer, "Of a command that was carried out."),
        .optional("retryAfter", .integer(1...3600), "In how many seconds to send it again."),
        .optional("problem", .view("Problem"), "Why it was refused."),
    ])
}
