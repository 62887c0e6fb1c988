"""One running window: the application, its services and the window, made once and closed together."""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app import __version__
from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.inference.machine import Machine
from desktop_app.log_file import catch_crashes, start_log, writable_folder
from desktop_app.places import Places, find_places
from desktop_app.services.inference_service import InferenceService
from desktop_app.services.model_library import LibraryService
from desktop_app.services.model_opening import ModelOpening
from desktop_app.services.notifier import Notifier, failure_of
from desktop_app.services.self_test import examine_computer
from desktop_app.services.services import Services
from desktop_app.services.settings import Settings
from desktop_app.services.tasks import Tasks
from desktop_app.services.variant_speeds import VariantSpeeds
from desktop_app.ui.context import PageContext, Shell
from desktop_app.ui.language import Language
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.pages import PAGES
from desktop_app.ui.theme import Theme, system_scheme
from trainer.contract.errors import WorkshopError

log = logging.getLogger("model-workshop")


@dataclass(frozen=True)
class WindowSession:
    """What lives as long as the window."""

    application: QApplication
    context: PageContext
    window: MainWindow

    def close(self) -> None:
        """Close the window and everything behind it."""
        self.window.close()
        self.context.services.close()


def open_window(data_dir: Path | None, paths: list[Path], started: float) -> int:
    """Show the window until it is closed; `started` is the start of the process by perf_counter."""
    application = make_application()
    places = find_places(data_dir)
    logs = writable_folder(places.logs)
    start_log(logs)
    log.info("Model Workshop %s, Python %s", __version__, sys.version.split()[0])
    session = make_session(application, places)
    crash_file = catch_crashes(logs, lambda error: _tell_crash(session, error))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C in the terminal ends it; trainings run on by themselves
    session.window.first_painted.connect(lambda: _log_first_paint(started))
    if places.can_move:
        session.window.first_painted.connect(lambda: _clear_up_after_move(session))
    session.window.show()
    if paths:
        QTimer.singleShot(0, lambda: session.window.open_paths([path.absolute() for path in paths]))
    status = application.exec()
    session.close()
    crash_file.close()
    return status


def make_screenshots(data_dir: Path | None, folder: Path) -> int:
    """Write a picture of every page in both schemes, both languages and two sizes to `folder`."""
    from desktop_app.ui.screenshots import take_screenshots

    session = make_session(make_application(), find_places(data_dir))
    files = take_screenshots(session.window, session.context, folder)
    session.close()
    sys.stderr.write(f"{len(files)} screenshots in {folder}\n")
    return 0


def make_application() -> QApplication:
    """The QApplication, with the names that the desktop shows and the style that the style sheet is made for."""
    QCoreApplication.setApplicationName("model-workshop")
    QCoreApplication.setApplicationVersion(__version__)
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    application = QApplication(sys.argv[:1])
    application.setApplicationDisplayName("Model Workshop")
    application.setDesktopFileName("model-workshop")
    application.setStyle("Fusion")
    return application


def make_session(
    application: QApplication, places: Places, read_system_scheme: Callable[[], str] = system_scheme
) -> WindowSession:
    """The services, the look and the window, as the settings in `places` want them."""
    services = make_services(places)
    theme = Theme(application, read_system_scheme)
    language = Language(application)
    follow_settings(services.settings, theme, language)
    services.settings.not_saved.connect(lambda error: _tell_not_saved(services, language, error))
    context = PageContext(services, theme, language, Shell())
    return WindowSession(application, context, MainWindow(context, PAGES))


def make_services(places: Places) -> Services:
    """The services for the files in `places`."""
    machine, tasks = Machine(parts=places.gpu_parts), Tasks()
    places.data.mkdir(parents=True, exist_ok=True)
    settings = Settings(places.data / "settings.ini")
    known = KnownFiles(places.shipped_models, places.models)
    library = ModelLibrary(places, known)
    models = ModelOpening(known, machine, lambda model_id: library.find(model_id).path, lambda: settings.device)
    speeds = VariantSpeeds(places.models / "speeds.json", lambda: settings.device, models.compare)
    return Services(
        places=places,
        settings=settings,
        notifier=Notifier(),
        tasks=tasks,
        self_test=lambda: examine_computer(places, library, machine, settings.device),
        models=models,
        library=LibraryService(library, places, tasks, models.check, speeds),
        inference=InferenceService(models.open_model),
    )


def _tell_not_saved(services: Services, language: Language, error: WorkshopError) -> None:
    services.notifier.tell(language.pick(error.message), language.pick(error.hint), kind="warning")


def follow_settings(settings: Settings, theme: Theme, language: Language) -> None:
    """Let the look and the language follow the settings, now and whenever they change."""
    actions: dict[str, Callable[[], None]] = {
        "theme": lambda: theme.choose_scheme(settings.theme),
        "text_size": lambda: theme.set_text_size(settings.text_size),
        "reduce_motion": lambda: setattr(theme, "reduce_motion", settings.reduce_motion),
        "language": lambda: language.choose(settings.language),
    }

    def apply(name: str) -> None:
        if name in actions:
            actions[name]()

    language.changed.connect(lambda: theme.set_language(language.code))
    settings.changed.connect(apply)
    for name in actions:
        apply(name)


def _clear_up_after_move(session: WindowSession) -> None:
    """The folder that a move of the data has left behind goes to the trash."""
    from desktop_app.services.data_folder import remove_left_folder

    notifier = session.context.services.notifier

    def tell(left: Path | None) -> None:
        if left is not None:
            text = QCoreApplication.translate("Application", "The old data folder could not be moved to the trash")
            notifier.tell(text, str(left), kind="warning")

    def fail(error: Exception) -> None:
        log.warning("The old data folder stays: %s", error)

    session.context.services.tasks.run(remove_left_folder, tell, fail)


def _log_first_paint(started: float) -> None:
    log.info("First paint after %.2f s", time.perf_counter() - started)


def _tell_crash(session: WindowSession, error: BaseException) -> None:
    what = QCoreApplication.translate("Application", "Something went wrong inside the program")
    advice = QCoreApplication.translate(
        "Application", "The log has the details. If the window behaves strangely, close it and open it again."
    )
    notifier = session.context.services.notifier
    notifier.fail(failure_of(error, what, session.context.language.pick, advice))
