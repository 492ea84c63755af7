import Foundation
import Pairing
import Testing

/// 52 tournaments, 40 Swiss and 12 round robins, whose tie-breaks two independent programs agree
/// on: 52 tables of values and 156 rankings.
@Suite struct TieBreakFixtureTests {
    struct Expected: Decodable {
        let players: [Int]
        let values: [String: [Double?]]
        let ranks: [String: [Int]]
    }

    static let expected: [String: Expected] = {
        let data = try? Fixture.data("tie-breaks/expected.json")
        return (try? JSONDecoder().decode([String: Expected].self, from: data ?? Data())) ?? [:]
    }()

    static let names = expected.keys.sorted()

    @Test func `there are 208 standings`() {
        #expect(Self.names.count == 52)
        #expect(Self.names.count { $0.hasPrefix("rr") } == 12)
        let rankings = Self.expected.values.reduce(0) { $0 + $1.ranks.count }
        #expect(Self.names.count + rankings == 208)
    }

    @Test(arguments: names)
    func `every value is that of two other programs`(name: String) throws {
        let expected = try #require(Self.expected[name])
        let codes = expected.values.keys.sorted()
        let lines = try lines(of: name, by: codes)
        for (place, code) in codes.enumerated() {
            let values = try #require(expected.values[code])
            #expect(values.count == expected.players.count)
            for (player, value) in zip(expected.players, values) {
                let line = try #require(lines[player])
                let found = try line.values[place].map { value in
                    try #require(TieBreak(code: code)).text(of: value)
                }
                let isEqual: Bool =
                    switch (value, found.flatMap(Double.init)) {
                    case (nil, nil): found == nil
                    case (let value?, let found?): abs(value - found) < 0.000_1
                    default: false
                    }
                #expect(isEqual, "\(name) \(code) of \(player): \(found ?? "-")")
            }
        }
    }

    @Test(arguments: names)
    func `every rank is that of two other programs`(name: String) throws {
        let expected = try #require(Self.expected[name])
        for (list, ranks) in expected.ranks {
            let lines = try lines(of: name, by: list.split(separator: " ").map(String.init))
            #expect(expected.players.map { lines[$0]?.rank } == ranks, "\(name) \(list)")
        }
    }

    private func lines(of name: String, by codes: [String]) throws -> [Int: Standings.Line] {
        let folder = name.hasPrefix("rr") ? "tie-breaks/round-robin" : "swiss"
        let report = try Fixture.report("\(folder)/\(name)")
        let history = try report.history(
            plannedRounds: report.plannedRounds ?? report.pairedRounds)
        let list = try codes.map { try #require(TieBreak(code: $0)) }
        var lines: [Int: Standings.Line] = [:]
        for line in Standings(of: history, by: list).lines { lines[line.number] = line }
        return lines
    }
}
