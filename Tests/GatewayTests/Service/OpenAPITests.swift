import EventSourcing
import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Gateway

/// `/openapi.json`: what is promised is there, and nothing else.
@Suite struct OpenAPITests {
    /// Where `.ci/install tests` puts the validator, so that it is missed rather than skipped.
    private static let python = #filePath.replacing(
        #/Tests/GatewayTests/.*/#, with: ".build-python/bin/python")

    @Test func `the document is OpenAPI 3.1 to an independent reader`() async throws {
        let service = try await SharedService.shared.service
        let document = try await service.nobody.get("/openapi.json")
        try document.expect(200)
        #expect(try document.json["openapi"] == "3.1.0")
        let result = try await Subprocess.run(
            .path(FilePath(Self.python)),
            arguments: ["-m", "openapi_spec_validator", "--schema", "3.1", "-"],
            input: .array(Array(document.body)), output: .string(limit: 65_536),
            error: .string(limit: 65_536))
        #expect(
            result.terminationStatus == .exited(0),
            "\(result.standardOutput)\(result.standardError)")
    }

    @Test func `each address that is described answers, with its methods and no other`()
        async throws
    {
        let service = try await SharedService.shared.service
        let paths = try await service.nobody.get("/openapi.json").json["paths"]?.members ?? [:]
        #expect(paths.count > 40)
        for (path, operations) in paths {
            let address = path.replacing(#/\{[a-z]+\}/#, with: "none")
            let methods = Set(operations.members.keys.map { $0.uppercased() })
            let answer = try await service.nobody.send("TRACE", address)
            try answer.expectProblem(405, "method-not-allowed")
            let allowed = Set(
                (answer[header: "Allow"] ?? "").split(separator: ", ").map(String.init))
            #expect(allowed.subtracting(["HEAD"]) == methods, "\(path)")
        }
    }

    @Test func `every command has its route, and its fields are those of the wish`() throws {
        let routed = Set(CommandRoute.all.map(\.schema.type))
        #expect(routed == Set(WishSchema.all.map(\.type)))
        let ids = CommandRoute.all.map(\.operationID)
        #expect(Set(ids).count == ids.count)
    }

    /// The patterns are for other programs; the service asks the words themselves.
    @Test func `a word's pattern says what the service accepts`() throws {
        let samples = [
            "", "a", "chess-club", "-a", "a-", "a--b", "Chess", "a_b", "é", "en", "en-GB",
            "zh-Hant-TW", "es-419", "EN", "GB", "gb", "GBR", "20:00", "24:00", "7:00", "07:60",
            "Europe/London", "UTC", "Etc/GMT+1", "st-1042", "a.b:c", "a b",
            "club-00000000-0000-4000-8000-00000000000a",
            "club-00000000-0000-4000-8000-00000000000A", "club-1", "club",
            String(repeating: "a", count: 40), String(repeating: "a", count: 41),
            String(repeating: "a", count: 60), String(repeating: "a", count: 61),
            "2027-03-09T16:00", "2027-03-09T24:00", "0.5", "1", ".5", "https://games/1",
            "00000000-0000-4000-8000-00000000000a.0",
            String(repeating: "a", count: 64), String(repeating: "a", count: 65), "a\n",
        ]
        let types: [FieldType] = [
            .slug, .interest, .reasonCode, .groupName, .sourcedID, .timeZone, .language, .country,
            .localTime, .stream, .localDateTime, .points, .gameReference, .eventID,
        ]
        for case .word(let word) in types {
            let pattern = try Regex(word.pattern)
            for sample in samples {
                let isMatching = sample.wholeMatch(of: pattern) != nil
                #expect(isMatching == word.accepts(sample), "\(word.name): \(sample)")
            }
        }
    }

    @Test func `operations have names of their own, and say who may ask`() async throws {
        let service = try await SharedService.shared.service
        let paths = try await service.nobody.get("/openapi.json").json["paths"]?.members ?? [:]
        var names: Set<String> = []
        for (path, operations) in paths {
            for (method, operation) in operations.members {
                let name = try #require(operation["operationId"]?.string)
                #expect(names.insert(name).inserted, "\(name)")
                let responses = operation["responses"]?.members ?? [:]
                #expect(responses.keys.contains { $0.hasPrefix("2") }, "\(method) \(path)")
                if operation["security"] != nil {
                    #expect(responses["401"] != nil, "\(method) \(path)")
                }
            }
        }
    }
}
