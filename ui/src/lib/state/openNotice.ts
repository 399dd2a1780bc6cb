// Where a notice, or a toast of several, leads in the window.

import type { NoticeView, ToastTarget } from '$lib/bindings';
import type { Workplace } from './workplace.svelte';

/** Opens what a notice is about; it is read then. */
export async function openNotice(workplace: Workplace, notice: NoticeView): Promise<void> {
  const { notices, router, session } = workplace;
  if (!notice.is_read) await notices.read([notice.id]);
  if (notice.entity !== session.entityId) await workplace.chooseEntity(notice.entity);
  if (notice.news !== '') router.go({ view: 'news', id: notice.news });
  else if (notice.claim !== '') router.go({ view: 'claim', id: notice.claim });
  else if (notice.act !== '') await openActs(workplace);
  else if (notice.document !== '') router.go({ view: 'documents', id: notice.document });
  else if (notice.order !== '') router.go({ view: 'order', id: notice.order });
  else if (notice.article !== '') {
    router.go({ view: 'catalogue' });
    await workplace.catalogue.search(notice.article);
  }
}

/** Opens what a toast tells of: the one thing that it is about, else the page with all of them. */
export async function openToast(workplace: Workplace, target: ToastTarget): Promise<void> {
  const { notices, router } = workplace;
  if (target.notice !== null) {
    // The list may be older than the toast.
    await notices.refresh();
    const notice = notices.list.find(one => one.id === target.notice);
    if (notice) return openNotice(workplace, notice);
  }
  switch (target.place) {
    case 'notices':
      return router.go({ view: 'notices', list: 'notices' });
    case 'money':
      router.go({ view: 'money' });
      return workplace.money.show('calendar');
    case 'documents':
      return router.go({ view: 'documents', id: null });
    case 'acts':
      return openActs(workplace);
    case 'claims':
      return router.go({ view: 'claims' });
  }
}

async function openActs(workplace: Workplace): Promise<void> {
  workplace.router.go({ view: 'money' });
  await workplace.money.show('acts');
}
