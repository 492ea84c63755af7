import ArgumentParser
import EventSourcing

/// A command that sends one wish to the service and says what came of it.
protocol ServiceWrite: AsyncParsableCommand {
    var service: ServiceOptions { get }
    var writing: WritingOptions { get }

    /// The wish, without the headers that `WritingOptions` add.
    ///
    /// - Parameter caller: Who speaks, as far as the credentials tell.
    func request(by caller: PersonID?) throws -> ServiceRequest

    /// What says which version it is, where `--expect` or the service asks for one.
    var versioned: ServiceRequest? { get }

    /// Whether the service takes the wish only with a version.
    static var needsVersion: Bool { get }
}

extension ServiceWrite {
    var versioned: ServiceRequest? { nil }
    static var needsVersion: Bool { false }

    func run() async throws {
        let client = try await service.client()
        var request = try request(by: client.credentials.person)
        writing.apply(to: &request)
        request.add(header: "If-Match", try await expectedVersion(client))
        let answer = try await client.send(request)
        try WriteReport(answer, isRehearsal: writing.dryRun).print(asJSON: service.json)
    }

    /// The version in `--expect`; else the present one, where the service wants to be told one.
    private func expectedVersion(_ client: ServiceClient) async throws -> String? {
        guard writing.expect != nil || Self.needsVersion else { return nil }
        guard let versioned else {
            throw Failure(.usage, "this command knows no version that could be expected")
        }
        let tag = try await client.send(versioned).entityTag
        guard let expected = writing.expect else { return tag }
        guard let tag, let colon = tag.lastIndex(of: ":") else {
            throw Failure(.bug, "the service has told no version")
        }
        return "\(tag[...colon])\(expected)\""
    }
}

/// What a write has done, in words.
struct WriteReport {
    private let answer: ServiceAnswer
    private let isRehearsal: Bool

    init(_ answer: ServiceAnswer, isRehearsal: Bool) {
        self.answer = answer
        self.isRehearsal = isRehearsal
    }

    func print(asJSON: Bool) throws {
        Terminal.print(asJSON ? try (isSilent ? position : answer.body).line : text)
    }

    /// What only ends something is answered without a body, whether it was there or not.
    private var isSilent: Bool { answer.status == 204 }

    private var position: JSONValue {
        ["position": answer.position.flatMap { Int64($0) }.map { .integer($0) } ?? .null]
    }

    private var text: String {
        let style = Style.ofOutput
        let place = answer.position.map { style.dim(" at position \($0)") } ?? ""
        guard !isSilent else { return style.green("done") + place }
        let types = events.compactMap { $0["type"]?.string }
        guard !types.isEmpty else { return style.dim("nothing to do") }
        let what = types.joined(separator: ", ")
        if isRehearsal { return "would record " + style.cyan(what) }
        let done = style.green(answer.isRepeat ? "done before: " : "done: ") + what + place
        return ([done] + made).joined(separator: "\n")
    }

    /// What is new, with the id by which other commands name it: a stream's first event made it.
    private var made: [String] {
        events.compactMap { event in
            guard case .integer(1) = event["version"],
                let stream = event["stream"]?.string, let dash = stream.firstIndex(of: "-")
            else { return nil }
            return "\(stream[..<dash]) \(stream[dash...].dropFirst())"
        }
    }

    private var events: [JSONValue] {
        guard case .array(let events) = answer.body["events"] else { return [] }
        return events
    }
}
