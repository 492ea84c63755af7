import ArgumentParser
import EventSourcing
import Foundation
import Vocabulary

/// `clubs school …`: what a school is and allows.
struct SchoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "school",
        abstract: "Show a school, set its policy, open its terms.",
        subcommands: [SchoolShow.self, SchoolPolicy.self, SchoolTerm.self])
}

/// `clubs school show SCHOOL`: a school with its policy and terms.
struct SchoolShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a school, its policy and its terms.",
        discussion: """
            EXAMPLE
              clubs school show $SCHOOL
            """)

    @Argument(help: "The school's id.")
    var school: SchoolID

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        var request = ServiceRequest.school(school)
        reading.apply(to: &request)
        let answer = try await service.client().send(request).body
        if service.json { return try Terminal.print(answer.line) }
        FieldList(answer).print()
    }
}

/// `clubs school policy SCHOOL FILE`: what a school allows.
struct SchoolPolicy: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Set what a school allows, from a JSON file.",
        discussion: """
            The file holds the whole policy, as `clubs school show --json` prints it under \
            "policy"; - reads the standard input.

            EXAMPLE
              clubs school show $SCHOOL --json | jq '.policy | .minCell = 12' \\
                | clubs school policy $SCHOOL -
            """)

    @Argument(help: "The school's id.")
    var school: SchoolID

    @Argument(help: "The file with the policy, or -.")
    var file: String

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .school(school) }

    func request(by _: PersonID?) throws -> ServiceRequest {
        ServiceRequest(
            .put, "schools", PathPart(school), "policy", body: ["policy": try policy()])
    }

    private func policy() throws -> JSONValue {
        do {
            let data =
                file == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(fileURLWithPath: file))
            return try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            throw Failure(
                .usage, "the policy in \(file) cannot be read", why: "\(error)",
                remedy: "give a JSON file as `clubs school show --json` prints one")
        }
    }
}

/// `clubs school term SCHOOL NAME FROM TO`: opens a term.
struct SchoolTerm: ServiceWrite {
    static let configuration = CommandConfiguration(
        commandName: "term",
        abstract: "Open a part of the school year.",
        discussion: """
            EXAMPLE
              clubs school term $SCHOOL "Autumn 2027" 2027-09-01 2027-12-17
            """)

    @Argument(help: "The school's id.")
    var school: SchoolID

    @Argument(help: "The term's name.")
    var name: String

    @Argument(help: "Its first day, such as 2027-09-01.")
    var startsOn: CivilDate

    @Argument(help: "Its last day.")
    var endsOn: CivilDate

    @Option(help: "An id of your own for the term.")
    var term: TermID?

    @OptionGroup var writing: WritingOptions
    @OptionGroup var service: ServiceOptions

    var versioned: ServiceRequest? { .school(school) }

    func request(by _: PersonID?) -> ServiceRequest {
        ServiceRequest(
            .post, "schools", PathPart(school), "terms",
            body: ["term": term, "name": name, "startsOn": startsOn, "endsOn": endsOn])
    }
}

extension ServiceRequest {
    static func school(_ school: SchoolID) -> ServiceRequest {
        ServiceRequest(.get, "schools", PathPart(school))
    }
}
