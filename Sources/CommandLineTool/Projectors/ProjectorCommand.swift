import ArgumentParser

/// `clubs projector …`: the read models, which are made from the log and can be made again.
struct ProjectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projector",
        abstract: "See how the read models follow the log; rebuild, compare, switch and verify.",
        discussion: """
            A version, such as main-1, is all read models with their own tables. A new one is \
            built beside the one that is shown, compared with it, and shown in its place by one \
            commit; the old one stays a command away until it is retired.

            EXAMPLES
              clubs projector list
              clubs projector rebuild
              clubs projector diff main-1 main-2
              clubs projector switch main-2
              clubs projector verify --tenant hillside
              clubs projector quarantine list
            """,
        subcommands: [
            ProjectorList.self, ProjectorLag.self, ProjectorRebuild.self, ProjectorDiff.self,
            ProjectorSwitch.self, ProjectorRetire.self, ProjectorVerify.self,
            QuarantineCommand.self,
        ])
}
