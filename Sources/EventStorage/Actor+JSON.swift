import EventSourcing

extension Actor {
    /// What `JSONEncoder.canonical` writes, in a fraction of its time: every event has an actor.
    /// None of the values needs to be escaped.
    var json: [UInt8] {
        var text = "{\"capacity\":\"\(capacity.rawValue)\""
        if let onBehalfOf { text += ",\"onBehalfOf\":\"\(onBehalfOf)\"" }
        if let person { text += ",\"person\":\"\(person)\"" }
        text += ",\"via\":\"\(via.rawValue)\"}"
        return Array(text.utf8)
    }
}
