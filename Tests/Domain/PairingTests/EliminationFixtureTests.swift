import Foundation
import Pairing
import Testing

/// 60 knockouts of 3 to 64 players, played to the end by an independent bracket library.
@Suite struct EliminationFixtureTests {
    /// A match as the fixtures write it: bracket, round, match, and the two sides (0 a bye, nil
    /// not known yet), with the winner where there is one.
    struct Entry: Decodable, Hashable {
        let bracket: String
        let numbers: [Int?]

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            bracket = try list.decode(String.self)
            var numbers: [Int?] = []
            while !list.isAtEnd {
                numbers.append(try list.decodeNil() ? nil : list.decode(Int.self))
            }
            self.numbers = numbers
        }

        init(_ match: Match) {
            bracket = match.id.bracket.rawValue
            numbers = [
                match.id.round, match.id.match, Self.number(match.first), Self.number(match.second),
            ]
        }

        private static func number(_ place: MatchPlace) -> Int? {
            place == .bye ? 0 : place.player
        }
    }

    struct Ready: Decodable {
        let played: Int
        let matches: [Entry]

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            played = try list.decode(Int.self)
            matches = try list.decode([Entry].self)
        }
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let id: String
        let type: String
        let players: Int
        let thirdPlace: Bool?
        let grandFinal: String?
        let start: [Entry]
        let play: [Entry]
        let ready: [Ready]
        let places: [Int]

        var testDescription: String { id }

        func bracket() throws -> EliminationBracket {
            let format: EliminationFormat =
                type == "single"
                ? .single(thirdPlace: thirdPlace ?? false)
                : .double(resets: grandFinal == "reset")
            return try EliminationBracket(players: players, format: format)
        }
    }

    static let cases: [Case] = {
        let data = try? Fixture.data("elimination/cases.json")
        return (try? JSONDecoder().decode([Case].self, from: data ?? Data())) ?? []
    }()

    @Test func `all sixty are there`() {
        #expect(Self.cases.count == 60)
        #expect(Set(Self.cases.map(\.type)) == ["single", "double"])
    }

    @Test(arguments: cases)
    func `before any result all matches stand as drawn`(event: Case) throws {
        let bracket = try event.bracket()
        // The reset match is listed from the start there; here it exists once it is needed.
        let resetMatch = event.start.filter { $0.bracket == "F" && $0.numbers[0] == 2 }
        #expect(Set(bracket.matches.map(Entry.init)).union(resetMatch) == Set(event.start))
        #expect(resetMatch.isEmpty == (event.grandFinal != "reset"))
    }

    @Test(arguments: cases)
    func `the event runs as another library ran it`(event: Case) throws {
        var bracket = try event.bracket()
        var expectedReady: [Int: Set<Entry>] = [:]
        for ready in event.ready { expectedReady[ready.played] = Set(ready.matches) }
        #expect(!expectedReady.isEmpty)
        for (played, entry) in event.play.enumerated() {
            if let ready = expectedReady[played] {
                #expect(Set(bracket.ready.map(Entry.init)) == ready, "after \(played)")
            }
            #expect(bracket.places == nil)
            let numbers = entry.numbers.compactMap(\.self)
            try #require(numbers.count == 5)
            let id = MatchID(
                try #require(MatchID.Bracket(rawValue: entry.bracket)), numbers[0], numbers[1])
            let match = try #require(bracket.matches.first { $0.id == id })
            #expect(match.first == .player(numbers[2]) && match.second == .player(numbers[3]))
            try bracket.enter(.won(by: numbers[4]), for: id)
        }
        #expect(bracket.ready.isEmpty)
        #expect(bracket.places == event.places)
    }
}
