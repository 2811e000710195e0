using System.Collections.Concurrent;

namespace Plimsoll.Cli.Web;

/// <summary>Threads that do what asks the index, each with a slot of its own. Their number is fixed, so what questions take of memory has a bound whatever comes in.</summary>
internal sealed class WorkPool : IDisposable
{
    private readonly BlockingCollection<WorkItem> _queue;
    private readonly Thread[] _threads;
    private readonly WorkSlot[] _slots;

    /// <param name="slots">One for each thread; closed with this.</param>
    /// <param name="queueMost">Questions that wait at most.</param>
    public WorkPool(WorkSlot[] slots, int queueMost)
    {
        _slots = slots;
        _queue = new BlockingCollection<WorkItem>(queueMost);
        _threads = Array.ConvertAll(slots, slot => new Thread(() => Work(slot)) { IsBackground = true, Name = "search" });
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>Questions that wait for a thread.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Runs some work on one of the threads.</summary>
    /// <param name="work">The work.</param>
    /// <param name="gone">Cancelled when nobody waits for the result any more; work that has not begun is then left undone.</param>
    /// <exception cref="WebException">Too much is waiting already.</exception>
    public Task<T> Run<T>(Func<WorkSlot, T> work, CancellationToken gone)
    {
        WorkItem<T> item = new(work, gone);
        bool isTaken = !_queue.IsAddingCompleted && _queue.TryAdd(item);
        return isTaken ? item.Result : throw WebException.Busy($"{_queue.Count} questions are waiting");
    }

    /// <summary>Finishes what was taken on, and closes the indexes.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (Thread thread in _threads) thread.Join();
        foreach (WorkSlot slot in _slots) slot.Dispose();
        _queue.Dispose();
    }

    private void Work(WorkSlot slot)
    {
        foreach (WorkItem item in _queue.GetConsumingEnumerable()) item.Run(slot);
    }

    private abstract class WorkItem
    {
        public abstract void Run(WorkSlot slot);
    }

    private sealed class WorkItem<T>(Func<WorkSlot, T> work, CancellationToken gone) : WorkItem
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Result => _result.Task;

        public override void Run(WorkSlot slot)
        {
            if (gone.IsCancellationRequested)
            {
                _result.SetCanceled(gone);
                return;
            }
            try
            {
                _result.SetResult(work(slot));
            }
            catch (Exception error)
            {
                // Whoever waits for the result gets it; this thread goes on with the next.
                _result.SetException(error);
            }
        }
    }
}
