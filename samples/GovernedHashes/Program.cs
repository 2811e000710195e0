// Hashes every file below a folder, whatever their sizes, in a process that stays below a memory line.
//   dotnet run --project samples/GovernedHashes -- FOLDER [64MB]
// What to look at: one governor a process; work takes its memory by leases (here the pipeline does, a lease a batch); what does not fit now
// waits, what never fits is refused by name; nothing is dropped in silence.
using System.Security.Cryptography;
using Plimsoll.Memory;

string root = args.Length > 0 ? args[0] : ".";
MemoryBudget budget = MemoryBudget.Parse(args.Length > 1 ? args[1] : "64MB");
using MemoryGovernor governor = new(budget);

var pipeline = new BatchPipeline<FileInfo, string>(governor, HashAsync, new BatchPipelineOptions<FileInfo>
{
    Name = "files",
    Weigh = static file => file.Length,
    NameOf = static file => file.FullName,
});
BatchReport report = await pipeline.RunAsync(FilesAsync(root), static (line, _) =>
{
    Console.WriteLine(line);
    return ValueTask.CompletedTask;
});

foreach (ItemFailure failure in report.Failures)
    Console.Error.WriteLine($"not hashed: {failure.Item}: {failure.Reason}");
GovernorSnapshot books = governor.Snapshot();
Console.Error.WriteLine(
    $"{report.Progress.ItemsDone} files in {report.Progress.Batches} batches, {report.Progress.ItemsFailed} failed, "
    + $"peak {MemorySize.Format(books.PeakUsedBytes)} of {MemorySize.Format(books.BudgetBytes)}, pressure {report.Progress.Pressure}");
return report.Progress.ItemsFailed == 0 ? 0 : 1;

static async IAsyncEnumerable<FileInfo> FilesAsync(string root)
{
    await Task.Yield();
    foreach (string path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        yield return new FileInfo(path);
}

// A batch is as large as its forecast says will fit; Reserve asks for what is really needed before it is taken.
static async ValueTask HashAsync(Batch<FileInfo, string> batch, CancellationToken stop)
{
    long bytes = 0;
    foreach (FileInfo file in batch.Items)
        bytes += file.Length;
    batch.Reserve(bytes);
    for (int i = 0; i < batch.Items.Count; i++)
    {
        FileInfo file = batch.Items[i];
        try
        {
            await using FileStream stream = file.OpenRead();
            byte[] content = new byte[file.Length];
            await stream.ReadExactlyAsync(content, stop);
            batch.Emit($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {file.FullName}");
        }
        catch (IOException error)
        {
            batch.FailItem(i, error);
        }
    }
}
