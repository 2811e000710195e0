namespace Plimsoll.Testing;

/// <summary>Keeps the highest anonymous memory of a group, by a thread of its own that reads every 2 ms.</summary>
internal sealed class AnonSampler : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly KernelGroupFixture _group;
    private readonly Thread _thread;
    private long _peakBytes;

    public AnonSampler(KernelGroupFixture group)
    {
        _group = group;
        _thread = new Thread(Sample) { IsBackground = true, Name = "anon sampler" };
        _thread.Start();
    }

    public long PeakBytes
    {
        get
        {
            Take();
            return Interlocked.Read(ref _peakBytes);
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Sample()
    {
        do Take();
        while (!_stop.Wait(2));
    }

    private void Take()
    {
        if (!Directory.Exists(_group.Folder)) return;
        long now = _group.AnonBytes;
        if (now > Interlocked.Read(ref _peakBytes)) Interlocked.Exchange(ref _peakBytes, now);
    }
}
