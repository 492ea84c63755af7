import CommandHandling
import EventSourcing
import Gateway

/// What a line has come to.
enum LineEnding: Sendable {
    case done(Outcome)
    case refused(LineRefusal)
}

/// Why a line was not carried out, as the API would tell it.
struct LineRefusal: Sendable {
    let line: Int
    /// The first wrong byte of a line that is no JSON, counted from 1.
    let column: Int?
    let problem: JSONValue
    let exitStatus: ExitStatus
    private let what: String

    /// - Throws: An error that is no refusal.
    init(_ error: any Error, at line: Int) throws {
        guard let document = ProblemDocument(refusal: error) else { throw error }
        let problem = Problem(document.json)
        let failure = problem.failure(status: document.status)
        self.init(
            at: line, column: document.json["offset"].flatMap(Self.column),
            problem: document.json, exitStatus: document.status == 400 ? .usage : failure.status,
            what: problem.detail ?? failure.what)
    }

    /// For what the line alone tells, without a service's problem document.
    init(at line: Int, code: String, status: ExitStatus, what: String) {
        self.init(
            at: line, column: nil, problem: ["code": .string(code), "detail": .string(what)],
            exitStatus: status, what: what)
    }

    private init(
        at line: Int, column: Int?, problem: JSONValue, exitStatus: ExitStatus, what: String
    ) {
        self.line = line
        self.column = column
        self.problem = problem
        self.exitStatus = exitStatus
        self.what = what
    }

    /// For whoever sits at the terminal.
    var text: String {
        let code = problem["code"]?.string ?? "refused"
        let place = column.map { "line \(line), column \($0)" } ?? "line \(line)"
        return "\(place): \(code): \(what)"
    }

    /// A line of the report.
    var json: JSONValue {
        var json: JSONValue = ["line": .integer(Int64(line)), "problem": problem]
        json["column"] = column.map { .integer(Int64($0)) }
        return json
    }

    private static func column(of offset: JSONValue) -> Int? {
        guard case .integer(let offset) = offset else { return nil }
        return Int(offset) + 1
    }
}
