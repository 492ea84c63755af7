import EventSourcing
import Vocabulary

/// On the wire `{"board": 3, "white": …, "black": …}` or `{"bye": …, "kind": "half"}`.
extension Tournament.PlacementChange: Codable {
    private enum CodingKeys: CodingKey {
        case board, white, black, bye, kind
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if fields.contains(.bye) {
            self = .bye(
                try fields.decode(PersonID.self, forKey: .bye),
                kind: try fields.decode(Tournament.ByeKind.self, forKey: .kind))
        } else {
            self = .board(
                try fields.decode(Int.self, forKey: .board),
                white: try fields.decode(PersonID.self, forKey: .white),
                black: try fields.decode(PersonID.self, forKey: .black))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .board(let board, let white, let black):
            try fields.encode(board, forKey: .board)
            try fields.encode(white, forKey: .white)
            try fields.encode(black, forKey: .black)
        case .bye(let player, let kind):
            try fields.encode(player, forKey: .bye)
            try fields.encode(kind, forKey: .kind)
        }
    }
}
