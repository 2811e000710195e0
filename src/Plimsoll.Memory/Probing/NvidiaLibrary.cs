using System.Runtime.InteropServices;

namespace Plimsoll.Memory;

/// <summary>Total, free and used bytes, as <c>nvmlMemory_t</c> lays them out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvidiaMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}

/// <summary>The six calls of NVIDIA's management library that are used; 0 is success for all of them.</summary>
internal unsafe struct NvidiaCalls
{
    private const int NameLength = 96; // NVML_DEVICE_NAME_V2_BUFFER_SIZE

    public delegate* unmanaged[Cdecl]<int> Start;
    public delegate* unmanaged[Cdecl]<int> Stop;
    public delegate* unmanaged[Cdecl]<uint*, int> Count;
    public delegate* unmanaged[Cdecl]<uint, nint*, int> Handle;
    public delegate* unmanaged[Cdecl]<nint, byte*, uint, int> Name;
    public delegate* unmanaged[Cdecl]<nint, NvidiaMemory*, int> Memory;

    public readonly GpuMemory Read()
    {
        int fault = Start();
        if (fault != 0)
            return new GpuMemory(false, $"the NVIDIA library is installed but does not start (code {fault}): no driver or no device", []);

        try
        {
            uint count = 0;
            fault = Count(&count);
            if (fault != 0)
                return new GpuMemory(false, $"the NVIDIA library does not count its devices (code {fault})", []);

            var devices = new List<GpuDevice>();
            for (uint index = 0; index < count; index++)
            {
                if (ReadDevice(index) is { } device)
                    devices.Add(device);
            }

            string missing = devices.Count < count ? $", {count - devices.Count} of them unreadable" : string.Empty;
            return new GpuMemory(true, $"{count} NVIDIA device(s){missing}", devices);
        }
        finally
        {
            _ = Stop();
        }
    }

    private readonly GpuDevice? ReadDevice(uint index)
    {
        nint handle;
        NvidiaMemory memory;
        if (Handle(index, &handle) != 0 || Memory(handle, &memory) != 0)
            return null;

        byte* name = stackalloc byte[NameLength];
        string text = Name(handle, name, NameLength) == 0 ? Marshal.PtrToStringUTF8((nint)name) ?? string.Empty : "unknown";
        return new GpuDevice((int)index, text, (long)memory.Total, (long)memory.Used, (long)memory.Free);
    }
}

/// <summary>The library while it is loaded.</summary>
internal sealed unsafe class NvidiaLibrary : IDisposable
{
    private readonly nint _library;

    private NvidiaLibrary(nint library, NvidiaCalls calls)
    {
        _library = library;
        Calls = calls;
    }

    public NvidiaCalls Calls { get; }

    /// <summary>Loads the library and finds its calls; null when either is missing.</summary>
    public static NvidiaLibrary? TryLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint library))
            return null;

        bool isWhole = NativeLibrary.TryGetExport(library, "nvmlInit_v2", out nint start)
            & NativeLibrary.TryGetExport(library, "nvmlShutdown", out nint stop)
            & NativeLibrary.TryGetExport(library, "nvmlDeviceGetCount_v2", out nint count)
            & NativeLibrary.TryGetExport(library, "nvmlDeviceGetHandleByIndex_v2", out nint handle)
            & NativeLibrary.TryGetExport(library, "nvmlDeviceGetName", out nint deviceName)
            & NativeLibrary.TryGetExport(library, "nvmlDeviceGetMemoryInfo", out nint memory);
        if (!isWhole)
        {
            NativeLibrary.Free(library);
            return null;
        }

        return new NvidiaLibrary(library, new NvidiaCalls
        {
            Start = (delegate* unmanaged[Cdecl]<int>)start,
            Stop = (delegate* unmanaged[Cdecl]<int>)stop,
            Count = (delegate* unmanaged[Cdecl]<uint*, int>)count,
            Handle = (delegate* unmanaged[Cdecl]<uint, nint*, int>)handle,
            Name = (delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)deviceName,
            Memory = (delegate* unmanaged[Cdecl]<nint, NvidiaMemory*, int>)memory,
        });
    }

    public void Dispose() => NativeLibrary.Free(_library);
}
