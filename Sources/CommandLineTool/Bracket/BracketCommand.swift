import ArgumentParser

/// `clubs bracket …`: a chess tournament from the schedule to the final standings.
struct BracketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bracket",
        abstract: "Run chess tournaments, from the schedule to the final standings.",
        discussion: """
            T is a tournament's id; schedule and import print it. A player is a pairing number, \
            the beginning of a name that only one has, or a person's id. A result is 1-0, 0-1, \
            1/2-1/2 (or draw), +/- (or black-absent), -/+ (or white-absent), -/- (or both-absent).

            EXAMPLES
              clubs bracket enter $T --player ada --rating 1850
              clubs bracket pair $T 4 --dry-run
              clubs bracket result $T 4 3 1-0
              clubs bracket standings $T
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "The tournament:",
                subcommands: [
                    BracketSchedule.self, BracketAmend.self, BracketEntries.self,
                    BracketPostpone.self, BracketCancel.self, BracketImport.self,
                    BracketExport.self,
                ]),
            CommandGroup(
                name: "Players:",
                subcommands: [
                    BracketEnter.self, BracketWithdraw.self, BracketReinstate.self,
                    BracketExpel.self, BracketBye.self, BracketCheckIn.self, BracketSeed.self,
                ]),
            CommandGroup(
                name: "Rounds:",
                subcommands: [
                    BracketStart.self, BracketPair.self, BracketOverride.self, BracketSwap.self,
                    BracketUnpair.self, BracketPublish.self, BracketComplete.self,
                ]),
            CommandGroup(
                name: "Games:",
                subcommands: [
                    BracketProposeTime.self, BracketAgreeTime.self, BracketReport.self,
                    BracketConfirm.self, BracketDispute.self, BracketResult.self,
                    BracketCorrect.self, BracketUndo.self,
                ]),
            CommandGroup(
                name: "The end:",
                subcommands: [
                    BracketResolveTie.self, BracketFinalize.self, BracketReopen.self,
                ]),
            CommandGroup(
                name: "Looking:",
                subcommands: [
                    BracketList.self, BracketShow.self, BracketStandings.self,
                    BracketCrosstable.self,
                    BracketTree.self, BracketExplain.self, BracketHistory.self,
                    BracketCorrections.self, BracketVerify.self, BracketWatch.self,
                ]),
        ])
}
