import ArgumentParser

/// `clubs log …`: the events themselves, as they were recorded.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Read the log: what happened, in the order in which it was recorded.",
        discussion: """
            No name and no free text is in the log; events refer to the vault.

            EXAMPLES
              clubs log tail --tenant hillside
              clubs log show 17
              clubs log stream club-0192d1c2-8f7e-7c7a-9d35-0d5f3f1f6a10 --json
              clubs log count
              clubs log verify
            """,
        subcommands: [
            LogTail.self, LogShow.self, LogStream.self, LogCount.self, LogVerify.self,
        ])
}
