using System.Globalization;
using Plimsoll.Memory;
using Plimsoll.Memory.CrashTool;

// crashtool FOLDER [broken] [die-at STEP] [fail-at STEP ERRNO]: does the job in FOLDER from where it was left, and prints the digest of its result.
// Exit codes: 0 done, 73 cannot write, 74 input/output error, 75 the checkpoint cannot be used.
string folder = args[0];
var fault = new StepFault(DieAt: NumberAfter("die-at", 1), FailAt: NumberAfter("fail-at", 1), Errno: NumberAfter("fail-at", 2));

try
{
    using var held = FileLock.Take(Path.Combine(folder, "lock"), TimeProvider.System);
    int swept = AtomicFile.SweepTemporaries(folder) + SpillFile.Sweep(folder);
    IProgressFile progress = Array.IndexOf(args, "broken") > 0 ? new BrokenProgress(folder) : new CheckpointedProgress(folder, fault.Meet);
    var job = new Job(folder, progress, fault.Meet);
    int resumedAt = job.Resume();
    string digest = job.Run();
    Console.WriteLine($"{digest} resumed {resumedAt} swept {swept} steps {fault.Steps}");
    return 0;
}
catch (DurableWriteException cannotWrite)
{
    Console.Error.WriteLine(cannotWrite.Message);
    return 73;
}
catch (IOException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 74;
}
catch (InvalidDataException unusable)
{
    Console.Error.WriteLine(unusable.Message);
    return 75;
}

int NumberAfter(string word, int distance)
{
    int at = Array.IndexOf(args, word);
    return at < 0 ? 0 : int.Parse(args[at + distance], CultureInfo.InvariantCulture);
}
