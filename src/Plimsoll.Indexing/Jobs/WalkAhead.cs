using System.Runtime.ExceptionServices;
using Plimsoll.Files;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// A walk on a thread of its own, some thousand files ahead of its reader: the folders are listed while the earlier index is opened and verified, and
/// while its files are matched.
/// </summary>
internal sealed class WalkAhead : IDisposable
{
    private const int BatchFiles = 256;

    /// <summary>About a megabyte of paths and stamps.</summary>
    private const int MostBatches = 16;

    private readonly Queue<WalkedFile[]> _batches = new(MostBatches);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;
    private bool _isComplete;

    /// <summary>Starts the walk.</summary>
    /// <param name="walker">What walks; nobody else may use it.</param>
    public WalkAhead(TreeWalker walker)
    {
        _thread = new Thread(() => Walk(walker)) { Name = "walk", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The files of the walk, once, in its order.</summary>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    /// <remarks>What the walk throws is thrown here, after the files before it.</remarks>
    public IEnumerable<WalkedFile> Files(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(Wake);
        while (Next(cancellation) is { } batch)
        {
            foreach (WalkedFile file in batch)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return file;
            }
        }
    }

    /// <summary>Ends the walk, wherever it is.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Wake();
        _thread.Join();
        _stop.Dispose();
    }

    private WalkedFile[]? Next(CancellationToken cancellation)
    {
        lock (_batches)
        {
            while (_batches.Count == 0 && !_isComplete && !cancellation.IsCancellationRequested)
                Monitor.Wait(_batches);
            cancellation.ThrowIfCancellationRequested();
            if (_batches.TryDequeue(out WalkedFile[]? batch))
            {
                Monitor.PulseAll(_batches);
                return batch;
            }
        }

        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return null;
    }

    private void Walk(TreeWalker walker)
    {
        try
        {
            var batch = new WalkedFile[BatchFiles];
            int count = 0;
            foreach (WalkedFile file in walker.Walk(_stop.Token))
            {
                batch[count++] = file;
                if (count < batch.Length)
                    continue;
                Add(batch);
                batch = new WalkedFile[BatchFiles];
                count = 0;
            }

            Add(batch[..count]);
        }
        catch (Exception error)
        {
            _failure = error; // for the reader, who throws it; after Dispose there is none
        }

        lock (_batches)
        {
            _isComplete = true;
            Monitor.PulseAll(_batches);
        }
    }

    private void Add(WalkedFile[] batch)
    {
        lock (_batches)
        {
            while (_batches.Count == MostBatches && !_stop.IsCancellationRequested)
                Monitor.Wait(_batches);
            _batches.Enqueue(batch);
            Monitor.PulseAll(_batches);
        }
    }

    private void Wake()
    {
        lock (_batches)
            Monitor.PulseAll(_batches);
    }
}
