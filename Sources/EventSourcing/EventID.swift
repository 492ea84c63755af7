/// An event's id: the command that made it, and its place among that command's events.
package struct EventID: Hashable, Sendable, LosslessStringConvertible {
    package let command: CommandID
    package let index: Int

    package init(command: CommandID, index: Int) {
        self.command = command
        self.index = index
    }

    /// `<uuid>.<index>`.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let command = CommandID(String(parts[0])),
            let index = Int(parts[1]), index >= 0
        else { return nil }
        self.init(command: command, index: index)
    }

    /// Joined and not interpolated, because every line of a history has one.
    package var description: String { command.description + "." + String(index) }
}
