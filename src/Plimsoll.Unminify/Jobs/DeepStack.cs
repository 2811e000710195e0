using System.Runtime.ExceptionServices;

namespace Plimsoll.Unminify.Jobs;

/// <summary>Runs work on a thread with the stack that programs of the greatest allowed depth need. Pages of it that are not touched cost nothing.</summary>
internal static class DeepStack
{
    /// <summary>What <see cref="JavaScript.Parsing.Parser.DepthMax"/> asks for.</summary>
    private const int Bytes = 16 << 20;

    /// <summary>Runs it and waits for it.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
            },
            Bytes)
        { Name = "unminify" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
