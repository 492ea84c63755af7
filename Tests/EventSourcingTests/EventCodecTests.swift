import EventSourcing
import Foundation
import Testing

/// A game as it is reported today; earlier there was no board, and the result had other words.
private enum Game: EventFamily {
    case resultReported(round: Int, board: Int, result: String)
    case closed
    case opened(Opening)

    struct Opening: Codable, Equatable, Sendable {
        var eco: String
        var name: String
    }

    static let wireNames = CodingKeys.allCases.map(\.rawValue)
    static let wholeValues: Set = [CodingKeys.opened.rawValue]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case resultReported = "game.result-reported"
        case closed = "game.closed"
        case opened = "game.opened"
    }
}

/// Schema 1 had one board a round and said `white`, `black` or `draw`.
private struct ResultReportedV1: Upcaster {
    let type = "game.result-reported"
    let from = 1

    func upcast(_ data: JSONValue) throws -> JSONValue {
        var data = data
        data["board"] = 1
        data["result"] =
            switch data["result"]?.string {
            case "white": "1-0"
            case "black": "0-1"
            case "draw": "1/2-1/2"
            default: throw UnknownWord()
            }
        return data
    }

    struct UnknownWord: Error {}
}

@Suite struct EventCodecTests {
    private let codec = EventCodec(upcasters: [ResultReportedV1()])

    @Test func `an event is written as its name and its fields`() throws {
        let encoded = try EventCodec().encode(
            Game.resultReported(round: 1, board: 2, result: "1-0"))
        #expect(encoded.type == "game.result-reported")
        #expect(encoded.schema == 1)
        #expect(
            String(decoding: encoded.data, as: UTF8.self)
                == #"{"board":2,"result":"1-0","round":1}"#)
    }

    @Test func `an event without fields has an empty object`() throws {
        let encoded = try codec.encode(Game.closed)
        #expect(encoded == EncodedEvent(type: "game.closed", schema: 1, data: Array("{}".utf8)))
        #expect(try codec.decode(encoded, as: Game.self) == .closed)
    }

    @Test func `a value without a label is written as its own fields`() throws {
        let event = Game.opened(.init(eco: "C60", name: "Ruy Lopez"))
        let encoded = try codec.encode(event)
        #expect(
            String(decoding: encoded.data, as: UTF8.self) == #"{"eco":"C60","name":"Ruy Lopez"}"#)
        #expect(try codec.decode(encoded, as: Game.self) == event)
    }

    @Test func `an old shape is made new before it is decoded`() throws {
        let old = EncodedEvent(
            type: "game.result-reported", schema: 1,
            data: Array(#"{"round":3,"result":"draw"}"#.utf8))
        #expect(
            try codec.decode(old, as: Game.self)
                == .resultReported(round: 3, board: 1, result: "1/2-1/2"))
    }

    @Test func `a new event is written in the newest schema`() throws {
        let event = Game.resultReported(round: 1, board: 2, result: "1-0")
        let encoded = try codec.encode(event)
        #expect(encoded.schema == 2)
        #expect(try codec.decode(encoded, as: Game.self) == event)
    }

    @Test func `a shape of a newer release is refused by name`() {
        let newer = EncodedEvent(type: "game.result-reported", schema: 3, data: Array("{}".utf8))
        let failure = #expect(throws: UnreadableEvent.self) {
            try codec.decode(newer, as: Game.self)
        }
        #expect(failure?.description.contains("newer release") == true)
    }

    @Test(arguments: [#"{"round":3}"#, #"{"round":3,"result":"maybe"}"#, "[]", "{", ""])
    func `malformed fields are refused, and never skipped`(data: String) {
        let event = EncodedEvent(
            type: "game.result-reported", schema: 1, data: Array(data.utf8))
        #expect(throws: UnreadableEvent.self) { try codec.decode(event, as: Game.self) }
    }
}
